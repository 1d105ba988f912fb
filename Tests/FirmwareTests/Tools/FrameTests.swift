import Testing

@testable import BoardTools

/// What each form of instruction does to the stack (ARMv6-M Architecture Reference Manual, A6).
struct FrameTests {
  private func frame(_ instructions: [String], words: [Int: Int] = [:]) -> FunctionCode? {
    var program = SampleProgram()
    program.words = words
    program.add("main", at: 0, instructions)
    return program.disassembly.functions[0]
  }

  @Test(
    "pushes and subtractions add up; what is given back does not count",
    arguments: [
      (["push {r4, lr}", "pop {r4, pc}"], 8),
      (["push {r4, r5, r6, r7, lr}", "sub sp, #0x18", "add sp, #0x18", "pop {r4, r5, r6, r7, pc}"], 44),
      (["push {r4-r7, lr}", "mov lr, r10", "push {lr}", "sub sp, #508"], 532),
      (["bx lr"], 0),
    ])
  func addsUp(instructions: [String], expected: Int) {
    #expect(frame(instructions)?.frame == expected)
    #expect(frame(instructions)?.movesStackUnseen == false)
  }

  @Test("a frame that no immediate can say is taken from the word beside the code")
  func readsLargeFrames() {
    // 0xFFFFF180 is -3712.
    let function = frame(
      ["push {r4, lr}", "ldr r4, [pc, #0x8] @ 0x10 <main+0x10>", "add sp, r4", "pop {r4, pc}"],
      words: [0x10: 0xFFFF_F180])
    #expect(function?.frame == 3720)
  }

  @Test("rounding the stack pointer down takes at most the bytes below the boundary, in whole words")
  func readsAlignedFrames() {
    let function = frame([
      "push {r4, r6, r7, lr}", "add r7, sp, #0x8", "sub sp, #0x20", "mov r4, sp", "lsrs r4, r4, #0x4",
      "lsls r4, r4, #0x4", "mov sp, r4", "subs r6, r7, #0x7", "mov sp, r6", "pop {r4, r6, r7, pc}",
    ])
    #expect(function?.frame == 16 + 32 + 12)
    #expect(function?.movesStackUnseen == false)
  }

  @Test(
    "a stack pointer set from what is not known is said to be unseen",
    arguments: [
      ["mov sp, r0"], ["ldr r4, [pc, #0x8] @ 0x10 <main+0x10>", "movs r4, #0x1", "add sp, r4"],
      ["ldr r4, [pc, #0x8] @ 0x10 <main+0x10>", "b 0x4 <main+0x4>", "add sp, r4"],
    ])
  func noticesTheUnseen(instructions: [String]) {
    #expect(frame(instructions, words: [0x10: 0xFFFF_F180])?.movesStackUnseen == true)
  }

  @Test("data between functions, and what follows a function's end, is not code")
  func passesOverData() {
    var program = SampleProgram()
    program.add("main", at: 0, size: 4, ["push {lr}", "pop {pc}", "bmi 0x20 <other>", "push {r4}"])
    program.add("other", at: 0x20, ["push {r0, r1}", ".word 0xb5f0b5f0", "bx lr"])
    #expect(program.disassembly.functions[0]?.frame == 4)
    #expect(program.disassembly.functions[0]?.callees == [])
    #expect(program.disassembly.functions[0x20]?.frame == 8)
  }
}
