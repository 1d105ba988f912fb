/// How often the instructions of a firmware ran between two marks.
public struct InstructionCounts: Equatable, Sendable {
  /// One instruction.
  public struct Runs: Equatable, Sendable {
    public let count: Int
    /// How often another one than the next came after it.
    public let jumps: Int
  }

  /// The address of the mark that ended the counting.
  public let mark: Int
  /// By the instructions' addresses.
  public let runs: [Int: Runs]

  /// Instructions in all.
  public var total: Int { runs.values.reduce(0) { $0 + $1.count } }

  /// Instructions of some addresses.
  public func total(where isCounted: (_ address: Int) -> Bool) -> Int {
    runs.reduce(0) { isCounted($1.key) ? $0 + $1.value.count : $0 }
  }

  /// Reads a file that the plugin has written.
  public static func read(path: String) throws(BoardToolError) -> [InstructionCounts] {
    try read(Files.text(path), name: path)
  }

  /// Reads what the plugin has written; a last piece that has no end yet is left out. `name` is said in errors.
  static func read(_ text: String, name: String) throws(BoardToolError) -> [InstructionCounts] {
    var counts: [InstructionCounts] = []
    var mark: Int?
    var runs: [Int: Runs] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      switch (words.count, words.first, mark) {
      case (2, "mark", nil): mark = Int(words[1], radix: 16)
      case (1, "end", let reached?):
        counts.append(InstructionCounts(mark: reached, runs: runs))
        mark = nil
        runs = [:]
      case (3, _, .some):
        guard let address = Int(words[0], radix: 16), let count = Int(words[1]), let jumps = Int(words[2])
        else { throw BoardToolError("\(name): '\(line)' is not understood") }
        runs[address] = Runs(count: count, jumps: jumps)
      default: throw BoardToolError("\(name): '\(line)' is not understood")
      }
    }
    return counts
  }
}
