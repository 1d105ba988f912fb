/// One line of `llvm-objdump -d --no-show-raw-insn`, as far as the stack is concerned.
enum Instruction: Equatable {
  /// Lowers the stack pointer by a number of bytes that the instruction says.
  case lowersStack(by: Int)
  /// Adds a register to the stack pointer: a frame too large for an immediate.
  case addsToStack(register: String)
  /// Sets the stack pointer from a register.
  case setsStack(from: String)
  /// Loads a register with the word at an address near the code.
  case loads(register: String, from: Int)
  /// Takes registers from the stack.
  case pops(registers: [String])
  /// Calls or jumps to an address that the instruction says.
  case transfers(to: Int)
  /// Calls or jumps to where a register points.
  case transfersIndirectly(register: String)
  case other

  init(mnemonic: Substring, operands: Substring) {
    let registers = { Self.registers(in: operands) }
    switch mnemonic {
    case "push":
      self = .lowersStack(by: 4 * registers().count)
    case "pop":
      self = .pops(registers: registers())
    case "sub" where operands.hasPrefix("sp,"):
      self = Self.number(after: "#", in: operands).map { .lowersStack(by: $0) } ?? .other
    case "add" where operands.hasPrefix("sp, r"):
      self = .addsToStack(register: String(operands.dropFirst(4)))
    case "mov" where operands.hasPrefix("sp,"):
      self = .setsStack(from: String(operands.dropFirst(4)))
    case "ldr" where operands.contains("[pc"):
      guard let register = operands.split(separator: ",").first,
        let address = Self.number(after: "@ ", in: operands)
      else { fallthrough }
      self = .loads(register: String(register), from: address)
    case "blx", "bx":
      self = operands.hasPrefix("lr") ? .other : .transfersIndirectly(register: String(operands))
    case _ where mnemonic.hasPrefix("b") && operands.hasPrefix("0x"):
      self = Self.number(after: "", in: operands).map { .transfers(to: $0) } ?? .other
    default:
      self = .other
    }
  }

  /// The registers of `{r4, r5-r7, lr}`.
  private static func registers(in operands: Substring) -> [String] {
    operands.drop { $0 == "{" }.prefix { $0 != "}" }.split(separator: ",").flatMap { item -> [String] in
      let ends = item.split(separator: "-").map { $0.drop { $0 == " " } }
      guard ends.count == 2, let first = Int(ends[0].dropFirst()), let last = Int(ends[1].dropFirst()),
        first <= last
      else { return [String(item.drop { $0 == " " })] }
      return (first...last).map { "r\($0)" }
    }
  }

  /// The number, decimal or hexadecimal, that follows `mark`.
  private static func number(after mark: String, in operands: Substring) -> Int? {
    guard let start = mark.isEmpty ? operands.startIndex : operands.firstRange(of: mark)?.upperBound else {
      return nil
    }
    let text = operands[start...].prefix { $0.isHexDigit || $0 == "x" }
    return text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }
}
