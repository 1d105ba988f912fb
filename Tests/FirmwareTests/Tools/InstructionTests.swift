import BoardTestSupport
import Testing

@testable import BoardTools

struct InstructionTests {
  @Test("what was counted is read mark by mark, and a piece without an end is left out")
  func readsCounts() throws {
    let text =
      "mark 00000100\n00000010 3 0\n00000012 2 1\nend\nmark 00000200\nend\nmark 00000100\n00000010 1 0\n"
    let counts = try InstructionCounts.read(text, name: "counts")
    #expect(counts.map(\.mark) == [0x100, 0x200])
    #expect(counts[0].runs == [0x10: .init(count: 3, jumps: 0), 0x12: .init(count: 2, jumps: 1)])
    #expect(counts.map(\.total) == [5, 0])
    #expect(counts[0].total { $0 == 0x12 } == 2)
  }

  @Test(
    "a file that the plugin did not write is refused",
    arguments: ["end\n", "mark 10\nmark 20\n", "mark 10\nx 1 0\n"])
  func refuses(text: String) {
    #expect(throws: BoardToolError.self) { try InstructionCounts.read(text, name: "counts") }
  }

  /// Cortex-M0 Technical Reference Manual r0p0, table 3-1; encodings from the ARMv6-M Architecture Reference Manual.
  @Test(
    "each instruction takes the cycles of the processor's manual",
    arguments: [
      (0x2001, 1, 0), (0x4348, 1, 0), (0x4408, 1, 2), (0x4687, 1, 2), (0x4770, 3, 0), (0x4801, 2, 0),
      (0x6008, 2, 0), (0x9001, 2, 0), (0xA001, 1, 0), (0xB081, 1, 0), (0xB570, 5, 0), (0xB5F0, 6, 0),
      (0xBC30, 3, 0), (0xBD70, 8, 0), (0xBF00, 1, 0), (0xBF30, 2, 0), (0xC807, 4, 0), (0xD0FE, 1, 2),
      (0xE7FE, 3, 0), (0xF000, 4, 0), (0xF3BF, 4, 0),
    ])
  func knowsCycles(halfword: Int, always: Int, more: Int) {
    #expect(CortexM0Cycles.cycles(halfword) == (always, more))
  }

  @Test("a jump that is not taken costs less: 10 rounds of a loop, the last one falls through")
  func addsUpCycles() {
    // subs r0, #1; bne back.
    let counts = InstructionCounts(
      mark: 0, runs: [0: .init(count: 10, jumps: 0), 2: .init(count: 10, jumps: 9)])
    #expect(CortexM0Cycles.total(counts) { [0x3801, 0xD1FD][$0 / 2] } == 10 + 10 + 9 * 2)
  }
}

struct CallCostsTests {
  @Test("each message needs a name")
  func needsNames() throws {
    let message = CallCosts.Message(
      instructions: 100, cycles: 32_000, crypto: 50, cRuntime: 20, link: 15, drivers: 10)
    let costs = CallCosts(messages: [message])
    #expect(try costs.table(names: ["Update"]).hasSuffix("| Update | 100 | 50 | 20 | 15 | 10 | 5 | 2 |"))
    #expect(throws: BoardToolError("1 messages were counted, but 0 are named")) { try costs.table(names: []) }
  }

  @Test(
    "the agent's firmware has what the counting begins and ends at",
    .enabled(if: Products.areAvailable, "\(Products.absence)"))
  func findsMarks() throws {
    let marks = try CallCosts.marks(in: Products.firmware())
    #expect(Set(marks).count == 2)
  }
}
