import Foundation
import Synchronization
import TEEPHost
import TEEPTestSupport

/// A `teep-tam serve` that runs beside the test.
final class TAMProcess {
  private let process = Process()
  private let errors: String
  /// The line that it wrote when it was ready.
  let readyLine: String

  /// Starts it in `folder`, with keys that are made there, and waits until it is ready or has ended.
  init(_ folder: TemporaryFolder, _ arguments: [String] = []) throws {
    if !FileManager.default.fileExists(atPath: folder.path("tam.pem")) {
      try KeyFile.write(SigningKey(generating: .p256), to: folder.path("tam.pem"))
      try KeyFile.write(SigningKey(generating: .ed25519), to: folder.path("tam-ed25519.pem"))
    }
    process.executableURL = Bundle.main.bundleURL.appending(path: "teep-tam")
    process.arguments =
      [
        "serve", "--listen", "127.0.0.1:0", "--key", folder.path("tam.pem"), "--key",
        folder.path("tam-ed25519.pem"), "--store", folder.path("store.sqlite"), "--admin",
        "unix:" + folder.path("socket"),
      ] + arguments
    let output = Pipe()
    process.standardOutput = output
    errors = try folder.write([], to: "errors-\(UUID().uuidString)")
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    var line: [UInt8] = []
    while line.last != UInt8(ascii: "\n"), let byte = try output.fileHandleForReading.read(upToCount: 1),
      !byte.isEmpty
    {
      line += byte
    }
    readyLine = String(decoding: line, as: UTF8.self)
  }

  /// Sends a signal and waits for the end; gives the exit status, or the number of the signal that ended it.
  func end(_ signal: Int32) -> Int32 {
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// What it wrote on standard error.
  var log: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }
}
