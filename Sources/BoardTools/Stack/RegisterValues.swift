/// What is known of registers and words of the stack within a stretch of code that is entered only at its start.
struct RegisterValues {
  enum Value: Equatable {
    case constant(Int)
    /// The stack pointer, or an address computed from it or from the frame pointer.
    case stackAddress
    /// The stack pointer without its last bits, shifted down.
    case shiftedStackAddress(bits: Int)
    /// The stack pointer rounded down to a multiple of two to the power of `bits`.
    case roundedStackAddress(bits: Int)
    /// Taken from the stack: where a caller waits, or what it wants back.
    case popped
  }

  private var registers: [String: Value] = [:]
  private var slots: [Int: Value] = [:]

  /// What a register holds, if that is known. `r7` is the frame pointer in all functions that need one.
  subscript(register: String) -> Value? {
    registers[register] ?? (register == "sp" || register == "r7" ? .stackAddress : nil)
  }

  /// Forgets everything: the code goes on where it can be entered from elsewhere.
  mutating func forget() {
    self = RegisterValues()
  }

  /// Takes an instruction at `address` into account. `word` is what lies at an address beside the code.
  mutating func apply(_ instruction: Instruction, at address: Int, word: (Int) -> Int?) {
    switch instruction {
    case .loadsConstant(let register, let place): registers[register] = word(place).map { .constant($0) }
    case .addsProgramCounter(let register): registers[register] = sum(registers[register], address + 4)
    case .copies(let register, let source): registers[register] = self[source]
    case .offsets(let register, let source):
      registers[register] = self[source] == .stackAddress ? .stackAddress : nil
    case .shiftsRight(let register, let bits):
      registers[register] = self[register] == .stackAddress ? .shiftedStackAddress(bits: bits) : nil
    case .shiftsLeft(let register, let bits):
      let isRounded = self[register] == .shiftedStackAddress(bits: bits)
      registers[register] = isRounded ? .roundedStackAddress(bits: bits) : nil
    case .stores(let register, let slot): slots[slot] = registers[register]
    case .reloads(let register, let slot): registers[register] = slots[slot]
    case .pops(let popped): for register in popped { registers[register] = .popped }
    case .writes(let written): for register in written { registers[register] = nil }
    case .transfers(_, .call), .transfersIndirectly(_, .call):
      // What a function that is called may change (AAPCS32, section 6.1.1).
      for register in ["r0", "r1", "r2", "r3", "r12", "lr"] { registers[register] = nil }
    case .lowersStack, .addsToStack, .setsStack: slots = [:]
    case .transfers, .transfersIndirectly, .leaves: break
    }
  }

  /// The sum of a constant and a number, in 32 bits.
  private func sum(_ value: Value?, _ number: Int) -> Value? {
    guard case .constant(let constant) = value else { return nil }
    return .constant((constant + number) & 0xFFFF_FFFF)
  }
}
