import Foundation

/// A client of QEMU's machine protocol (QMP): one JSON object a line each way.
final class QMPClient {
  private let socket: UnixSocket
  private var received: [UInt8] = []
  private static let patience = Duration.seconds(20)

  /// Connects, and leaves the negotiation of capabilities behind.
  init(_ socket: UnixSocket) throws(BoardToolError) {
    self.socket = socket
    _ = try answer()
    try execute("qmp_capabilities")
  }

  /// The one at the control socket of a running emulator.
  convenience init(path: String) throws(BoardToolError) {
    // The socket is there before the emulator says that it runs.
    try self.init(UnixSocket(path: path, until: .now + .seconds(1)))
  }

  /// Runs a command; its answer must not be an error.
  func execute(_ command: String, _ arguments: [String: any Sendable] = [:]) throws(BoardToolError) {
    let object: [String: Any] = ["execute": command, "arguments": arguments]
    guard let line = try? JSONSerialization.data(withJSONObject: object) else {
      throw BoardToolError("\(command) has arguments that JSON cannot express")
    }
    try socket.send(line + Data([UInt8(ascii: "\n")]), until: .now + Self.patience)
    while true {
      let answer = try answer()
      if answer["return"] != nil { return }
      if let error = answer["error"] { throw BoardToolError("the emulator refuses \(command): \(error)") }
    }
  }

  /// The memory that the processor sees from `address` on.
  func memory(_ address: Int, count: Int) throws -> [UInt8] {
    let file = FileManager.default.temporaryDirectory.appending(path: "memory-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    // Not pmemsave: the flash lies in an address space of the chip, which that command does not see.
    try execute("memsave", ["val": address, "size": count, "filename": file.path])
    return try Files.read(file.path)
  }

  /// Ends the emulator.
  func quit() throws(BoardToolError) {
    try execute("quit")
  }

  /// The next object, an event among others.
  private func answer() throws(BoardToolError) -> [String: Any] {
    let deadline = ContinuousClock.now + Self.patience
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(received[..<end])
        received.removeSubrange(...end)
        guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
          throw BoardToolError("the emulator says what is no JSON: \(String(decoding: line, as: UTF8.self))")
        }
        return object
      }
      received += try socket.receive(atMost: 4096, until: deadline)
    }
  }
}
