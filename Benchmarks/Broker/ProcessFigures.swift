import Foundation

/// What the system says of a process (proc(5)).
struct ProcessFigures {
  /// Resident memory in KiB, now and at its most.
  let memory: Int
  let peakMemory: Int
  let openFiles: Int
  /// Seconds on the processors, in all.
  let processorTime: Double

  init(of process: Int32) throws {
    let folder = "/proc/\(process)"
    let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8).split(separator: "\n")
    func kibibytes(_ name: String) -> Int {
      let line = status.first { $0.hasPrefix("\(name):") }
      return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
    memory = kibibytes("VmRSS")
    peakMemory = kibibytes("VmHWM")
    openFiles = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd").count
    // Behind the name, which may have spaces in it: the 12th and 13th field, in hundredths of a second.
    let fields = try String(contentsOfFile: "\(folder)/stat", encoding: .utf8).split(separator: ")").last?
      .split(separator: " ")
    processorTime = (fields ?? []).dropFirst(11).prefix(2).compactMap { Double($0) }.reduce(0, +) / 100
  }
}
