/// Reads the text of an instruction.
struct InstructionParser {
  private let mnemonic: Substring
  /// What stands between the commas, without the disassembler's remarks; a list of registers is one operand.
  private let operands: [Substring]
  /// The address in the remark `@ 0x…`.
  private let remark: Int?

  init(mnemonic: Substring, operands text: Substring) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let plain = parts[0].split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false)[0]
    self.mnemonic = mnemonic
    remark = parts.count == 2 ? Self.number(parts[1].drop { $0 == " " }) : nil
    operands = Self.split(plain)
  }

  /// What the instruction does.
  var instruction: Instruction {
    stack ?? constant ?? slot ?? transfer ?? .writes(written)
  }

  private var stack: Instruction? {
    switch (mnemonic, operands.first) {
    case ("push", let list?): .lowersStack(by: 4 * Self.registers(list).count)
    case ("pop", let list?): Self.registers(list).contains("pc") ? .leaves : .pops(Self.registers(list))
    case ("sub", "sp"): operands.last.flatMap(Self.immediate).map { .lowersStack(by: $0) }
    case ("add", "sp"): operands.last.flatMap { $0.hasPrefix("r") ? .addsToStack(register: String($0)) : nil }
    case ("mov", "sp"): operands.last.map { .setsStack(from: String($0)) }
    default: nil
    }
  }

  private var constant: Instruction? {
    guard let target = operands.first.map(String.init), target.hasPrefix("r"), let last = operands.last else {
      return nil
    }
    switch mnemonic {
    case "ldr" where last.hasPrefix("[pc"): return remark.map { .loadsConstant(target, at: $0) }
    case "add" where last == "pc": return .addsProgramCounter(target)
    case "mov": return .copies(target, from: String(last))
    case "add", "adds", "sub", "subs":
      return .offsets(target, from: String(operands.count == 3 ? operands[1] : operands[0]))
    case "lsrs" where operands[1] == target: return Self.immediate(last).map { .shiftsRight(target, by: $0) }
    case "lsls" where operands[1] == target: return Self.immediate(last).map { .shiftsLeft(target, by: $0) }
    default: return nil
    }
  }

  private var slot: Instruction? {
    guard let register = operands.first.map(String.init), let place = operands.last, place.hasPrefix("[sp")
    else { return nil }
    let offset = place.dropFirst(3).drop { $0 == "," || $0 == " " }.prefix { $0 != "]" }
    let slot = Self.immediate(offset) ?? 0
    switch mnemonic {
    case "str": return .stores(register, slot: slot)
    case "ldr": return .reloads(register, slot: slot)
    default: return nil
    }
  }

  private var transfer: Instruction? {
    guard let target = operands.first else { return nil }
    switch mnemonic {
    case "bl": return Self.number(target).map { .transfers(to: $0, kind: .call) }
    case "b": return Self.number(target).map { .transfers(to: $0, kind: .jump) }
    case "blx": return .transfersIndirectly(String(target), kind: .call)
    case "bx": return target == "lr" ? .leaves : .transfersIndirectly(String(target), kind: .jump)
    case "mov" where target == "pc", "add" where target == "pc": return .leaves
    case _ where mnemonic.hasPrefix("b") && target.hasPrefix("0x"):
      return Self.number(target).map { .transfers(to: $0, kind: .conditionalJump) }
    default: return nil
    }
  }

  /// The registers that another instruction changes: its first operand, or every one that it names.
  private var written: [String] {
    switch mnemonic {
    case "cmp", "cmn", "tst", "str", "strb", "strh": []
    case "ldm", "stm": operands.flatMap { Self.registers($0) }
    default: operands.first.map { [String($0)] } ?? []
    }
  }

  /// Splits at the commas outside of brackets and braces.
  private static func split(_ text: Substring) -> [Substring] {
    var operands: [Substring] = []
    var start = text.startIndex
    var depth = 0
    for index in text.indices {
      if "[{".contains(text[index]) { depth += 1 }
      if "]}".contains(text[index]) { depth -= 1 }
      if text[index] == ",", depth == 0 {
        operands.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    operands.append(text[start...])
    return operands.map { $0.trimmed }.filter { !$0.isEmpty }
  }

  /// The registers of `r4!`, or of `{r4, r5-r7, lr}`.
  private static func registers(_ operand: Substring) -> [String] {
    let list = operand.split { "{}, !".contains($0) }
    return list.flatMap { item -> [String] in
      let ends = item.split(separator: "-")
      guard ends.count == 2, let first = Int(ends[0].dropFirst()), let last = Int(ends[1].dropFirst()),
        first <= last
      else { return [String(item)] }
      return (first...last).map { "r\($0)" }
    }
  }

  /// The number of `#12` or `#0x1c`.
  private static func immediate(_ operand: Substring) -> Int? {
    operand.hasPrefix("#") ? number(operand.dropFirst()) : nil
  }

  private static func number(_ text: Substring) -> Int? {
    let digits = text.prefix { $0.isHexDigit || $0 == "x" }
    return digits.hasPrefix("0x") ? Int(digits.dropFirst(2), radix: 16) : Int(digits)
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " || $0 == "\t" }
    return start.lastIndex { $0 != " " && $0 != "\t" }.map { start[...$0] } ?? ""
  }
}
