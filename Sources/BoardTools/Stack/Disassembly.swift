/// The functions of a program by their addresses, from its symbols and `llvm-objdump -d --no-show-raw-insn`.
public struct Disassembly: Sendable {
  public let functions: [Int: FunctionCode]
  /// The functions' addresses in order, to find the one that holds an address.
  private let starts: [Int]

  /// Disassembles the file.
  public init(_ elf: ELFFile) throws {
    let text = try ToolRunner.output(of: "llvm-objdump", ["-d", "--no-show-raw-insn", elf.path])
    self.init(text: text, symbols: elf.symbols, word: elf.word(at:))
  }

  /// Reads the disassembler's text. `word` is what lies at an address of the code.
  init(text: String, symbols: [ELFSymbol], word: (Int) -> Int?) {
    let named = Dictionary(grouping: symbols.filter { $0.isFunction && $0.isDefined }, by: \.address)
    let starts = named.keys.sorted()
    let lines = text.split(separator: "\n").compactMap(Self.parse)
    var functions: [Int: FunctionCode] = [:]
    var next = lines.startIndex
    for (index, start) in starts.enumerated() {
      let size = named[start]?.map(\.size).max() ?? 0
      // A function of the assembler may have no size: it goes on to the next one.
      let limit = index + 1 < starts.count ? starts[index + 1] : Int.max
      let addresses = start..<(size > 0 ? start + size : limit)
      while next < lines.endIndex, lines[next].address < start { next += 1 }
      let body = lines[next...].prefix { addresses.contains($0.address) }
      functions[start] = FunctionReader.read(
        Array(body), at: addresses, names: (named[start] ?? []).map(\.name).sorted(), word: word)
    }
    self.functions = functions
    self.starts = starts
  }

  /// The address of the function that holds `address`.
  func function(holding address: Int) -> Int? {
    starts.last { $0 <= address }
  }

  /// The address of the function with this symbol.
  func address(of name: String) -> Int? {
    functions.first { $0.value.names.contains(name) }?.key
  }

  /// A line of the form `    12c: \tpush\t{r4, lr}`; headings and data have another.
  private static func parse(_ line: Substring) -> (address: Int, instruction: Instruction)? {
    let fields = line.split(separator: ":", maxSplits: 1)
    guard fields.count == 2, let address = Int(fields[0].drop { $0 == " " }, radix: 16) else { return nil }
    let words = fields[1].split(maxSplits: 1) { $0 == "\t" || $0 == " " }
    guard let mnemonic = words.first, mnemonic.first?.isLetter == true else { return nil }
    let operands = words.count == 2 ? words[1].drop { $0 == "\t" || $0 == " " } : ""
    return (address, InstructionParser(mnemonic: mnemonic, operands: operands).instruction)
  }
}
