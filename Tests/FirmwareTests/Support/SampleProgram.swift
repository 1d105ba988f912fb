@testable import BoardTools

/// A program as the disassembler prints it, each function from its name to the next one.
struct SampleProgram {
  private(set) var text = "sample:\tfile format elf32-littlearm\n\nDisassembly of section .text:\n"
  private(set) var symbols: [ELFSymbol] = []
  /// Words beside the code.
  var words: [Int: Int] = [:]

  /// Adds a function of `size` bytes (0: unsaid) whose instructions are two bytes each.
  mutating func add(_ name: String, at address: Int, size: Int? = nil, _ instructions: [String]) {
    text += "\n\(Self.hexadecimal(address)) <\(name)>:\n"
    for (index, instruction) in instructions.enumerated() {
      let parts = instruction.split(separator: " ", maxSplits: 1)
      text +=
        "    " + String(address + 2 * index, radix: 16) + ":      \t" + parts.joined(separator: "\t") + "\n"
    }
    symbols.append(
      ELFSymbol(
        name: name, value: address | 1, size: size ?? 2 * instructions.count, kind: 2, section: 1))
  }

  var disassembly: Disassembly {
    Disassembly(text: text, symbols: symbols, word: { words[$0] })
  }

  /// The analysis of a program that starts at address 0.
  func analysis(_ indirectCalls: [String: [String]] = [:], interrupts: Set<Int> = []) -> StackAnalysis {
    StackAnalysis(
      disassembly, start: 0, interrupts: interrupts, indirectCalls: IndirectCalls(indirectCalls))
  }

  private static func hexadecimal(_ address: Int) -> String {
    let digits = String(address, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
