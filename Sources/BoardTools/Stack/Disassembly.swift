/// The functions of a program by their addresses, from its symbols and `llvm-objdump -d --no-show-raw-insn`.
public struct Disassembly: Sendable {
  public let functions: [Int: FunctionCode]
  /// The functions' addresses in order, to find the one that holds an address.
  private let starts: [Int]

  /// Disassembles the file.
  public init(_ elf: ELFFile) throws {
    let text = try ToolRunner.output(of: "llvm-objdump", ["-d", "--no-show-raw-insn", elf.path])
    let symbols = elf.symbols.filter { $0.isFunction && $0.isDefined }
    let names = Dictionary(grouping: symbols, by: \.address).mapValues { $0.map(\.name).sorted() }
    self.init(text: text, names: names, word: elf.word(at:))
  }

  /// Reads the disassembler's text. `names` are the functions' symbols by address, `word` what lies at an address
  /// of the code.
  init(text: String, names: [Int: [String]], word: (Int) -> Int?) {
    let starts = names.keys.sorted()
    var functions = names.mapValues { FunctionCode(names: $0) }
    var followed: FunctionReader?
    for line in text.split(separator: "\n") {
      guard let parsed = Self.parse(line) else { continue }
      if names[parsed.address] != nil {
        followed.map { functions[$0.start] = $0.code }
        let end = starts.first { $0 > parsed.address } ?? .max
        followed = FunctionReader(parsed.address..<end, names: names[parsed.address] ?? [])
      }
      followed?.read(parsed.instruction, word: word)
    }
    followed.map { functions[$0.start] = $0.code }
    self.functions = functions
    self.starts = starts
  }

  /// The address of the function that holds `address`.
  public func function(holding address: Int) -> Int? {
    let index = starts.partitioningIndex { $0 > address }
    return index == 0 ? nil : starts[index - 1]
  }

  /// The address of the function with this symbol.
  public func address(of name: String) -> Int? {
    functions.first { $0.value.names.contains(name) }?.key
  }

  /// A line of the form `    12c: \tpush\t{r4, lr}`; headings and data have another.
  private static func parse(_ line: Substring) -> (address: Int, instruction: Instruction)? {
    let fields = line.split(separator: ":", maxSplits: 1)
    guard fields.count == 2, let address = Int(fields[0].drop { $0 == " " }, radix: 16) else { return nil }
    let words = fields[1].split(maxSplits: 1) { $0 == "\t" || $0 == " " }
    guard let mnemonic = words.first, !mnemonic.hasPrefix("."), !mnemonic.hasPrefix("<") else { return nil }
    let operands = words.count == 2 ? words[1].drop { $0 == "\t" || $0 == " " } : ""
    return (address, Instruction(mnemonic: mnemonic, operands: operands))
  }
}

extension Array<Int> {
  /// The first index whose element satisfies `predicate`, where all before do not and all after do.
  fileprivate func partitioningIndex(where predicate: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
