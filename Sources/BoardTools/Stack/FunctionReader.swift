/// Works out what a function does to the stack from its instructions.
///
/// Every lowering of the stack pointer counts, as if all were on one path: never too little. The pointer's way back
/// up is not followed.
struct FunctionReader {
  private let addresses: Range<Int>
  private let word: (Int) -> Int?
  private var values = RegisterValues()
  private var code: FunctionCode
  private var called: Set<Int> = []
  /// How often a constant was loaded for another use than as a distance from the program counter.
  private var loaded: [Int: Int] = [:]

  /// The function at `addresses`; `word` is what lies at an address beside the code.
  static func read(
    _ instructions: [(address: Int, instruction: Instruction)], at addresses: Range<Int>, names: [String],
    word: (Int) -> Int?
  ) -> FunctionCode {
    withoutActuallyEscaping(word) { word in
      var reader = FunctionReader(addresses: addresses, word: word, code: FunctionCode(names: names))
      reader.read(instructions)
      return reader.code
    }
  }

  private init(addresses: Range<Int>, word: @escaping (Int) -> Int?, code: FunctionCode) {
    self.addresses = addresses
    self.word = word
    self.code = code
  }

  private mutating func read(_ instructions: [(address: Int, instruction: Instruction)]) {
    let entries = Set(
      instructions.compactMap { entry -> Int? in
        guard case .transfers(let target, _) = entry.instruction else { return nil }
        return target
      })
    for (address, instruction) in instructions {
      if entries.contains(address) { values.forget() }
      account(for: instruction)
      forgetOffset(of: instruction)
      values.apply(instruction, at: address, word: word)
      noteConstant(of: instruction)
      switch instruction {
      case .leaves, .transfers(_, .jump), .transfersIndirectly(_, .jump): values.forget()
      default: break
      }
    }
    code.constants.formUnion(loaded.filter { $0.value > 0 }.keys)
    code.constants.subtract(called)
  }

  private mutating func account(for instruction: Instruction) {
    switch instruction {
    case .lowersStack(let bytes): code.frame += bytes
    case .addsToStack(let register): lower(by: values[register])
    case .setsStack(let register): setStack(from: values[register])
    case .transfers(let target, .call): code.callees.insert(target)
    case .transfers(let target, _) where !addresses.contains(target): code.callees.insert(target)
    case .transfersIndirectly(let register, _): transfer(to: values[register])
    default: break
    }
  }

  /// A constant added to the stack pointer; one of 2^31 and more is a negative number.
  private mutating func lower(by value: RegisterValues.Value?) {
    guard case .constant(let constant) = value else { return code.movesStackUnseen = true }
    if constant >= 1 << 31 { code.frame += (1 << 32) - constant }
  }

  private mutating func setStack(from value: RegisterValues.Value?) {
    switch value {
    // From the frame pointer: the way back up.
    case .stackAddress: break
    case .roundedStackAddress(let bits): code.frame += (1 << bits) - 4
    default: code.movesStackUnseen = true
    }
  }

  private mutating func transfer(to value: RegisterValues.Value?) {
    switch value {
    case .constant(let target):
      code.callees.insert(target & ~1)
      called.insert(target)
    // A return.
    case .popped: break
    default: code.callsIndirectly = true
    }
  }

  private mutating func noteConstant(of instruction: Instruction) {
    switch instruction {
    case .loadsConstant(let register, _):
      if case .constant(let constant) = values[register] { loaded[constant, default: 0] += 1 }
    case .addsProgramCounter(let register):
      if case .constant(let constant) = values[register] { code.constants.insert(constant) }
    default: break
    }
  }

  /// A constant to which the program counter is added is no address itself, though it may look like one.
  private mutating func forgetOffset(of instruction: Instruction) {
    guard case .addsProgramCounter(let register) = instruction, case .constant(let offset) = values[register]
    else { return }
    loaded[offset, default: 0] -= 1
  }
}
