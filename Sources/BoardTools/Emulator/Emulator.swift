import Foundation

/// A board in QEMU, with a flash that outlasts the board's own restarts.
///
/// QEMU loads what `-kernel` names again at every reset. So only the code is given to it in that way, which never
/// changes, and the store is written through the debugger before the first instruction.
public final class Emulator: Sendable {
  private let process: EmulatorProcess
  private let settings: EmulatorSettings
  private let debug: String
  private let folder: URL
  private static let patience = Duration.seconds(20)

  /// Starts the board with what `image` holds.
  public init(_ image: FlashImage, settings: EmulatorSettings) throws {
    folder = try Self.makeFolder()
    self.settings = settings
    debug = folder.appending(path: "debug").path
    let code = folder.appending(path: "code.bin").path
    try Files.write(Array(image.code), to: code)
    process = try EmulatorProcess(
      arguments: settings.arguments(image.memory, code: code, debug: debug),
      log: folder.appending(path: "log"))
    do {
      let debugger = try debugger()
      try debugger.write(image.store, at: image.memory.store.lowerBound)
      try debugger.detach()
    } catch {
      process.kill()
      throw BoardToolError("\(error). The emulator said: \(process.output)")
    }
  }

  deinit { kill() }

  /// A new folder in the temporary one, with a name short enough for sockets in it.
  static func makeFolder() throws -> URL {
    let name = "board-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    return folder
  }

  /// A debugger on the machine, which is stopped then. One at a time.
  func debugger() throws(BoardToolError) -> GDBClient {
    let process = process
    return try GDBClient(
      UnixSocket(path: debug, until: .now + Self.patience, isServerAlive: { process.isRunning }))
  }

  /// A client on the control socket. One at a time.
  func control() throws(BoardToolError) -> QMPClient {
    try QMPClient(path: settings.control)
  }

  public var isRunning: Bool { process.isRunning }

  /// Ends the emulator at once, as a cut of the power does.
  public func kill() {
    process.kill()
    removeFolder()
  }

  /// Waits until the emulator has ended.
  public func waitForExit() {
    process.waitForExit()
    removeFolder()
  }

  private func removeFolder() {
    try? FileManager.default.removeItem(at: folder)
  }
}
