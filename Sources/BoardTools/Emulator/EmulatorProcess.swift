import Dispatch
import Foundation
import Synchronization

/// QEMU as a child process that does not outlive this one, however this one ends.
///
/// Linux can kill a child when the thread that started it ends (`prctl(2)`, PR_SET_PDEATHSIG; `setpriv` of util-linux
/// asks for it). So a thread of its own starts QEMU, and stays until QEMU has ended.
final class EmulatorProcess: Sendable {
  private let process = Process()
  private let log: URL
  private let failure = Mutex<(any Error)?>(nil)
  private let end = DispatchGroup()

  /// Starts `qemu-system-arm`. What it says goes to the file `log`.
  init(arguments: [String], log: URL) throws {
    self.log = log
    try Data().write(to: log)
    let output = try FileHandle(forWritingTo: log)
    process.executableURL = try ToolRunner.locate("setpriv")
    process.arguments = ["--pdeathsig", "KILL", "qemu-system-arm"] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    let start = DispatchSemaphore(value: 0)
    end.enter()
    Thread.detachNewThread { [self] in
      do {
        try process.run()
        start.signal()
        process.waitUntilExit()
      } catch {
        failure.withLock { $0 = error }
        start.signal()
      }
      end.leave()
    }
    start.wait()
    if let error = failure.withLock(\.self) { throw error }
  }

  var isRunning: Bool { end.wait(timeout: .now()) == .timedOut }

  /// What QEMU has said, for errors.
  var output: String {
    (try? String(contentsOf: log, encoding: .utf8)) ?? ""
  }

  /// Ends it at once, as a cut of the power does: it may have inherited a mask that holds back a milder signal.
  func kill() {
    if isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    waitForExit()
  }

  /// Waits until it has ended.
  func waitForExit() {
    end.wait()
  }
}
