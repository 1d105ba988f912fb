/// Where each instruction of a program lies.
public struct InstructionPlaces: Sendable {
  /// The addresses of each instruction's bytes, in order; constants between the code are not among them.
  let all: [Range<Int>]
  private let functions: [(name: String, addresses: Range<Int>)]

  /// What ARMv6-M encodes in two halfwords (ARMv6-M Architecture Reference Manual, A5.3).
  private static let wide: Set<Substring> = ["bl", "dmb", "dsb", "isb", "mrs", "msr", "udf.w"]

  /// Disassembles the file.
  public init(_ elf: ELFFile) throws {
    all = Self.places(
      in: try ToolRunner.output(of: "llvm-objdump", ["-d", "--no-show-raw-insn", elf.path]))
    let symbols = elf.symbols.filter { $0.isFunction && $0.isDefined && $0.size > 0 }
    let names = try Demangler.names(of: symbols.map(\.name))
    functions = symbols.map { (names[$0.name] ?? $0.name, $0.address..<$0.address + $0.size) }
  }

  /// The instructions of a disassembler's text: lines of the form `    12c: \tpush\t{r4, lr}`.
  static func places(in text: String) -> [Range<Int>] {
    text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: ":", maxSplits: 1)
      guard fields.count == 2, let address = Int(fields[0].drop { $0 == " " }, radix: 16),
        let mnemonic = fields[1].split(whereSeparator: { $0.isWhitespace }).first,
        mnemonic.first?.isLetter == true
      else { return nil }
      return address..<address + (wide.contains(mnemonic) ? 4 : 2)
    }
  }

  /// The instructions of the functions whose readable name contains the text, of which there must be one.
  public func instructions(ofFunctionsNamed text: String) throws(BoardToolError) -> [Range<Int>] {
    let found = functions.filter { $0.name.contains(text) }
    guard !found.isEmpty else { throw BoardToolError("the program has no function '\(text)'") }
    return all.filter { place in found.contains { $0.addresses.contains(place.lowerBound) } }
  }
}
