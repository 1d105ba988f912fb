import Foundation
import TEEPTestSupport

/// A `teep-agent` in the background, with flash and link in a folder. It ends with this value at the latest.
final class RunningAgent {
  private let folder: TemporaryFolder
  private var process = Process()

  init(in folder: TemporaryFolder) throws {
    self.folder = folder
    try start()
  }

  deinit { end() }

  private func start() throws {
    process = Process()
    process.executableURL = Bundle.main.bundleURL.appending(path: "teep-agent")
    process.arguments = ["run", "--link", "unix:" + folder.path("link"), "--flash", folder.path("flash")]
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  private func end() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// Ends it at once, wherever it is, and starts it again.
  func restart() throws {
    end()
    try start()
  }

  func connect() throws -> AgentSocket {
    try AgentSocket(path: folder.path("link")) { process.isRunning }
  }
}
