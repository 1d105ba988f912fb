import Testing

@testable import BoardTools

struct ReportTests {
  private func report(
    text: Int = 1000, bss: Int = 300, frame: Int = 64, heapSymbols: [String] = [], painted: Int? = nil,
    untested: String? = nil
  ) -> FirmwareReport {
    let budget = Budget(text: 1000, ram: 500, stack: 200, frame: 64, untested: untested)
    var program = SampleProgram()
    program.add("main", at: 0, ["sub sp, #\(frame)", "bl 0x10 <leaf>", "add sp, #\(frame)", "bx lr"])
    program.add("leaf", at: 0x10, ["push {r4, lr}", "pop {r4, pc}"])
    return FirmwareReport(
      name: "sample", sizes: FirmwareSizes(text: text, data: 20, bss: bss, reservedStack: 1024),
      stack: program.analysis(), budget: budget, heapSymbols: heapSymbols, paintedStack: painted)
  }

  @Test("what keeps to its limits is not complained about, up to the last byte")
  func allowsTheLimit() {
    #expect(report(bss: 500 - 20 - 72, painted: 72).violations == [])
  }

  @Test("each limit that is passed gets a sentence with both figures")
  func namesViolations() {
    #expect(report(text: 1001).violations == ["text takes 1001 bytes, 1 more than its limit of 1000"])
    #expect(
      report(bss: 409).violations == [
        "RAM (.data + .bss + worst stack) takes 501 bytes, 1 more than its limit of 500"
      ])
    #expect(report(frame: 68).violations == ["largest frame takes 68 bytes, 4 more than its limit of 64"])
    #expect(
      report(bss: 0, frame: 196).violations.first
        == "worst stack takes 204 bytes, 4 more than its limit of 200")
    #expect(
      report(heapSymbols: ["free"]).violations == ["the firmware holds free: something in it allocates"])
    #expect(
      report(painted: 73).violations == [
        "73 bytes of stack were used, more than the 72 that the analysis found"
      ])
  }

  /// 85 % of 72 are 61.2.
  @Test("tests that leave more than 15 % of the stack alone need a reason, which the row says")
  func demandsReason() {
    #expect(report(painted: 62).violations == [])
    let violations = report(painted: 61).violations
    #expect(violations.count == 1)
    #expect(violations.first?.hasPrefix("61 bytes of stack were used, less than 85 % of the 72") == true)
    let excused = report(painted: 61, untested: "leaf needs a disk")
    #expect(excused.violations == [])
    #expect(excused.row == "| sample | 1000 | 1000 | 320 | 72 | 200 | 61: leaf needs a disk | 392 | 500 |")
    #expect(report(painted: 62).row == "| sample | 1000 | 1000 | 320 | 72 | 200 | 62 | 392 | 500 |")
  }

  @Test("the table shows each figure beside its limit")
  func printsTable() {
    #expect(
      report(painted: 40).table == """
        sample
          text                      1000 of 1000
          .data                       20
          .bss                       300
          worst stack (static)        72 of 200
          peak stack (painted)        40 of 72
          RAM in all                 392 of 500
          largest frame               64 of 64
        """)
  }

  @Test("the peak of a stack is what lies above the paint, in whole words")
  func readsPaint() {
    let paint = [UInt8](repeating: 0xC5, count: 16)
    #expect(StackPaint.peak(in: paint) == 0)
    #expect(StackPaint.peak(in: paint + [1, 2, 3, 4]) == 4)
    #expect(StackPaint.peak(in: paint + [0xC5, 0xC5, 0, 0] + paint) == 20)
    #expect(StackPaint.peak(in: [0] + paint) == 17)
  }
}
