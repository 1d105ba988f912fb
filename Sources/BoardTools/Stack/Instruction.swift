/// One instruction of `llvm-objdump -d --no-show-raw-insn` for ARMv6-M, as far as the stack and calls are concerned.
enum Instruction: Equatable {
  /// Lowers the stack pointer by a number of bytes that the instruction says.
  case lowersStack(by: Int)
  /// Adds a register to the stack pointer: a frame too large for an immediate.
  case addsToStack(register: String)
  /// Sets the stack pointer from a register.
  case setsStack(from: String)
  /// Takes registers from the stack.
  case pops([String])
  /// Loads a register with the word at an address beside the code.
  case loadsConstant(String, at: Int)
  /// Adds the address of the instruction, and 4, to a register.
  case addsProgramCounter(String)
  case copies(String, from: String)
  /// Adds to or subtracts from a register, or one and another.
  case offsets(String, from: String)
  case shiftsRight(String, by: Int)
  case shiftsLeft(String, by: Int)
  /// Keeps a register in a word of the stack.
  case stores(String, slot: Int)
  case reloads(String, slot: Int)
  /// Calls, or jumps where the target lies in another function.
  case transfers(to: Int, kind: Transfer)
  /// Calls or jumps to where a register points.
  case transfersIndirectly(String, kind: Transfer)
  /// Goes where the disassembly does not say, within the function or back.
  case leaves
  /// Changes registers in a way that does not matter.
  case writes([String])

  enum Transfer: Equatable {
    case call
    case jump
    case conditionalJump
  }
}
