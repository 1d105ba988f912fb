/// Follows one function, instruction by instruction.
///
/// Every lowering of the stack pointer counts, as if all were on one path: never too little. The pointer's way back
/// up is not followed.
struct FunctionReader {
  let start: Int
  private(set) var code: FunctionCode
  private let addresses: Range<Int>
  /// Registers that hold a word loaded from beside the code.
  private var loaded: [String: Int] = [:]
  /// Registers that hold what was taken from the stack: a jump there is a return.
  private var popped: Set<String> = []

  init(_ addresses: Range<Int>, names: [String]) {
    start = addresses.lowerBound
    self.addresses = addresses
    code = FunctionCode(names: names)
  }

  mutating func read(_ instruction: Instruction, word: (Int) -> Int?) {
    switch instruction {
    case .lowersStack(let bytes):
      code.frame += bytes
    case .addsToStack(let register):
      guard let value = loaded[register] else { return code.movesStackUnseen = true }
      // Two's complement: a value of 2^31 and more is a negative one.
      if value >= 1 << 31 { code.frame += (1 << 32) - value }
    case .setsStack(let register):
      // From the frame pointer or a register computed from it, the way back up.
      if register != "r7" && register != "r6" { code.movesStackUnseen = true }
    case .loads(let register, let address):
      loaded[register] = word(address)
    case .pops(let registers):
      popped = Set(registers)
    case .transfers(let target):
      if !addresses.contains(target) { code.callees.insert(target) }
    case .transfersIndirectly(let register):
      if !popped.contains(register) { code.callsIndirectly = true }
    case .other:
      break
    }
  }
}
