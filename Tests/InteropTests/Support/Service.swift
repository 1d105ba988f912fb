import Foundation

/// One of the package's executables in the background. It ends with this value at the latest.
final class Service {
  private let process = Process()
  private let log: String

  /// Starts the executable `product`, with what it prints and logs in the file `log`.
  init(_ product: String, _ arguments: [String], log: String) throws {
    self.log = log
    try Data().write(to: URL(fileURLWithPath: log))
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    process.executableURL = Bundle.main.bundleURL.appending(path: product)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  deinit { end(SIGKILL) }

  /// What it has printed and logged so far.
  var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  var isRunning: Bool { process.isRunning }

  /// Sends it a signal, unless it has ended, and waits for its end.
  func end(_ signal: Int32 = SIGTERM) {
    if process.isRunning { kill(process.processIdentifier, signal) }
    process.waitUntilExit()
  }

  /// Waits for its end and gives its exit status.
  func waitForExit() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Waits until it has printed or logged a text.
  func waitForOutput(_ text: String) async throws {
    try await eventually("\(process.executableURL?.lastPathComponent ?? "") says '\(text)'") {
      guard isRunning || output.contains(text) else { throw Unexpected("it ended: \(output)") }
      return output.contains(text)
    }
  }
}

/// Waits until a condition holds. A machine under load needs its time, and a test that fails may take it.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
  let deadline = ContinuousClock.now + .seconds(60)
  while try await !condition() {
    guard ContinuousClock.now < deadline else { throw Unexpected("waited 60 s in vain until \(what)") }
    try await Task.sleep(for: .milliseconds(20))
  }
}

/// What kept a test from going on.
struct Unexpected: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
