import ArgumentParser
import Foundation

/// Prints a process's memory and open files from time to time, and its peak at the end.
struct WatchProcessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "watch-process")

  @Option(help: "The process's number.")
  var process: Int32

  @Option(help: "Seconds between two lines.")
  var every: Double

  @Option(help: "How many lines.")
  var lines: Int

  func run() async throws {
    for line in 0..<lines {
      if line > 0 { try await Task.sleep(for: .seconds(every)) }
      let memory = try Self.memory(of: process)
      let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
      print("memory \(memory.now) KiB, peak \(memory.peak) KiB, open files \(files)")
    }
  }

  /// Resident memory in KiB (proc(5)).
  private static func memory(of process: Int32) throws -> (now: Int, peak: Int) {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    func value(_ name: String) -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
      return line.split(separator: " ").dropLast().last.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
    return (value("VmRSS"), value("VmHWM"))
  }
}
