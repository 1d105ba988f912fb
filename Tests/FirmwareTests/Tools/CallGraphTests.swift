import Testing

@testable import BoardTools

/// The deepest path of programs written by hand; the depths are sums of the frames that they show.
struct CallGraphTests {
  @Test("the deepest of several paths counts, through calls, tail calls and an interrupt at its end")
  func findsTheDeepestPath() {
    var program = SampleProgram()
    program.add(
      "reset_handler", at: 0, ["push {r4, lr}", "bl 0x10 <short>", "bl 0x20 <long>", "pop {r4, pc}"])
    program.add("short", at: 0x10, ["sub sp, #0x40", "add sp, #0x40", "bx lr"])
    program.add("long", at: 0x20, ["push {r4, r5, r6, lr}", "pop {r4, r5, r6}", "b 0x30 <deep>"])
    program.add("deep", at: 0x30, ["sub sp, #0x38", "add sp, #0x38", "bx lr"])
    program.add("interrupt", at: 0x40, ["push {r4, r5, lr}", "pop {r4, r5, pc}"])
    let analysis = program.analysis(interrupts: [0x40])
    #expect(analysis.worst == 8 + 16 + 56 + 36 + 12)
    #expect(analysis.path.map(\.name) == ["reset_handler", "long", "deep"])
    #expect(analysis.interruptPath.map(\.name) == ["interrupt"])
    #expect(analysis.largestFrame?.name == "short")
    #expect(analysis.gaps == [])
  }

  @Test("recursion is refused, direct and through others")
  func refusesRecursion() {
    var program = SampleProgram()
    program.add("main", at: 0, ["push {lr}", "bl 0x10 <even>", "bl 0x30 <self>", "pop {pc}"])
    program.add("even", at: 0x10, ["push {lr}", "bl 0x20 <odd>", "pop {pc}"])
    program.add("odd", at: 0x20, ["push {lr}", "bl 0x10 <even>", "pop {pc}"])
    program.add("self", at: 0x30, size: 6, ["push {lr}", "bl 0x30 <self>", "pop {pc}"])
    #expect(
      program.analysis().gaps == ["recursion: even > odd > even", "recursion: self > self"])
  }

  @Test("a branch to an address within the function is a loop and no call")
  func allowsLoops() {
    var program = SampleProgram()
    program.add(
      "main", at: 0, ["push {lr}", "subs r0, #0x1", "bne 0x2 <main+0x2>", "b 0x0 <main>", "pop {pc}"])
    #expect(program.analysis().gaps == [])
    #expect(program.analysis().worst == 4)
  }

  @Test("a call where a register points is refused unless the board's table names its targets")
  func takesTargetsFromTheTable() {
    var program = SampleProgram()
    program.add("main", at: 0, ["push {lr}", "ldr r1, [r0]", "blx r1", "pop {pc}"])
    program.add("target", at: 0x10, ["push {r4, r5, r6, lr}", "pop {r4, r5, r6, pc}"])
    #expect(
      program.analysis().gaps == [
        "main calls where a register points; name its targets in indirect-calls.json"
      ])
    #expect(program.analysis(["main": ["target"]]).gaps == [])
    #expect(program.analysis(["main": ["target"]]).worst == 20)
    #expect(
      program.analysis(["main": ["target", "absent"]]).gaps == [
        "indirect-calls.json names absent, which the firmware does not have"
      ])
  }

  @Test("a call through a register that was loaded with the function's address is a call of that function")
  func followsConstants() {
    var program = SampleProgram()
    // 0x40 + (the address of the addition, 4, and 4) is 0x49: the function at 0x48.
    program.words = [0x20: 0x41]
    program.add(
      "main", at: 0,
      [
        "push {lr}", "ldr r3, [pc, #0x1c] @ 0x20 <main+0x20>", "add r3, pc", "str r3, [sp, #0x4]", "blx r3",
        "ldr r2, [sp, #0x4]", "mov r4, r2", "blx r4", "pop {pc}",
      ])
    program.add("target", at: 0x48, ["push {r4, r5, r6, lr}", "pop {r4, r5, r6, pc}"])
    #expect(program.analysis().gaps == [])
    #expect(program.analysis().worst == 20)
  }

  @Test("a register that a call may have changed points nowhere known")
  func forgetsAcrossCalls() {
    var program = SampleProgram()
    program.words = [0x20: 0x31]
    program.add(
      "main", at: 0,
      ["push {lr}", "ldr r3, [pc, #0x1c] @ 0x20 <main+0x20>", "bl 0x30 <target>", "blx r3", "pop {pc}"])
    program.add("target", at: 0x30, ["bx lr"])
    #expect(program.analysis().gaps.count == 1)
  }

  @Test("a register points nowhere known where the code can be entered from elsewhere")
  func forgetsWherePathsMeet() {
    var program = SampleProgram()
    program.words = [0x20: 0x31]
    program.add(
      "main", at: 0,
      [
        "push {lr}", "ldr r3, [pc, #0x1c] @ 0x20 <main+0x20>", "blx r3", "ldr r3, [r0]", "bne 0x4 <main+0x4>",
        "pop {pc}",
      ])
    program.add("target", at: 0x30, ["bx lr"])
    #expect(program.analysis().gaps.count == 1)
  }

  @Test("a function handed down reaches through those that only pass it on")
  func followsFunctionsPassedOn() {
    var program = SampleProgram()
    program.words = [0x40: 0x61]
    program.add(
      "main", at: 0, ["push {lr}", "ldr r0, [pc, #0x3c] @ 0x40 <main+0x40>", "bl 0x44 <pass>", "pop {pc}"])
    program.add("pass", at: 0x44, ["push {lr}", "bl 0x50 <apply>", "pop {pc}"])
    program.add("apply", at: 0x50, ["push {r4, lr}", "blx r0", "pop {r4, pc}"])
    program.add("inner", at: 0x60, ["sub sp, #0x20", "bx lr"])
    #expect(program.analysis().gaps == [])
    #expect(program.analysis().worst == 4 + 4 + 8 + 32)
  }

  @Test("a distance from the program counter that looks like a function's address hands down nothing")
  func tellsDistancesFromAddresses() {
    var program = SampleProgram()
    // 0x61 + (the address of the addition, 4, and 4) is 0x69: no function is there, and one at 0x60.
    program.words = [0x40: 0x61, 0x44: 0x71]
    program.add(
      "main", at: 0,
      [
        "push {lr}", "ldr r1, [pc, #0x3c] @ 0x40 <main+0x40>", "add r1, pc",
        "ldr r0, [pc, #0x3c] @ 0x44 <main+0x44>", "bl 0x50 <apply>", "pop {pc}",
      ])
    program.add("apply", at: 0x50, ["push {r4, lr}", "blx r0", "pop {r4, pc}"])
    program.add("large", at: 0x60, ["sub sp, #0x40", "bx lr"])
    program.add("small", at: 0x70, ["sub sp, #0x20", "bx lr"])
    #expect(program.analysis().gaps == [])
    #expect(program.analysis().worst == 4 + 8 + 32)
  }

  @Test("a function handed down is called by whoever calls what it was given, nested ones too")
  func followsFunctionsHandedDown() {
    var program = SampleProgram()
    program.words = [0x40: 0x61, 0x80: 0xA1]
    program.add(
      "main", at: 0, ["push {lr}", "ldr r0, [pc, #0x3c] @ 0x40 <main+0x40>", "bl 0x50 <apply>", "pop {pc}"])
    program.add("apply", at: 0x50, ["push {r4, lr}", "blx r0", "pop {r4, pc}"])
    program.add(
      "outer", at: 0x60,
      ["push {lr}", "ldr r0, [pc, #0x1c] @ 0x80 <outer+0x20>", "bl 0x50 <apply>", "pop {pc}"])
    program.add("inner", at: 0xA0, ["sub sp, #0x20", "bx lr"])
    #expect(program.analysis().gaps == [])
    #expect(program.analysis().worst == 4 + 8 + 4 + 8 + 32)
    #expect(program.analysis().path.map(\.name) == ["main", "apply", "outer", "apply", "inner"])
  }

  @Test("a jump to what was taken from the stack is a return")
  func allowsReturnsThroughRegisters() {
    var program = SampleProgram()
    program.add("main", at: 0, ["push {r4, lr}", "pop {r4}", "pop {r1}", "bx r1"])
    #expect(program.analysis().gaps == [])
  }
}
