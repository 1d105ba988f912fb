import Foundation

/// Makes QEMU count how often each instruction runs (`Benchmarks/InstructionCounter/counter.c`).
public struct InstructionCounter: Sendable {
  /// The plugin that counts.
  public let plugin: String
  /// The file that it writes.
  public let output: String
  /// Addresses of instructions: counting begins anew before each of them runs.
  public let marks: [Int]

  public init(plugin: String, output: String, marks: [Int]) {
    self.plugin = plugin
    self.output = output
    self.marks = marks
  }

  /// QEMU's options.
  var arguments: [String] {
    let marks = marks.map { ",mark=0x" + String($0, radix: 16) }.joined()
    let path = { (path: String) in EmulatorSettings.escaped(URL(fileURLWithPath: path).path) }
    return ["-plugin", "file=\(path(plugin)),output=\(path(output))\(marks)"]
  }

  /// What was counted up to each mark that was reached so far, in order.
  public func counts() throws(BoardToolError) -> [InstructionCounts] {
    try InstructionCounts.read(path: output)
  }
}
