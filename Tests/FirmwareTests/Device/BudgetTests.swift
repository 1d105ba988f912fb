import BoardTestSupport
import BoardTools
import Testing

extension DeviceTests {
  struct BudgetTests {
    @Test(
      "each board's firmware keeps to its budget, and its stack can be followed from end to end",
      arguments: BoardFolder.names)
    func keepsToTheBudget(board: String) throws {
      let report = try FirmwareReport(Products.firmware(of: board), board: BoardFolder(board))
      print(report.table)
      #expect(report.violations == [])
    }

    @Test("there is more than one board")
    func coversTheBoards() {
      #expect(BoardFolder.names.count >= 2)
    }

    @Test("the self-test uses no more stack than the analysis finds")
    func paintedIsWithinStatic() async throws {
      let device = try await SelfTestBoard()
      let analysis = try StackAnalysis(Products.selfTest(), indirectCalls: IndirectCalls([:]))
      #expect(analysis.gaps == [])
      let idle = try await device.board.peakStack()
      _ = try await device.ask("c", Array("m".utf8) + [0, 1, 63], count: 64)
      let peak = try await device.board.peakStack()
      // The command's own buffer of 64 bytes is among it.
      #expect(peak >= idle + 64)
      #expect(peak <= analysis.worst)
    }

    @Test(
      "the linker script's regions and the firmware's symbols say the same of the store",
      arguments: BoardFolder.names)
    func agreesWithTheLinkerScript(board: String) throws {
      let store = try BoardFolder(board).memoryMap().store
      #expect(try Products.firmware(of: board).address(of: "__store_start") == store.lowerBound)
      #expect(try Products.firmware(of: board).address(of: "__store_end") == store.upperBound)
    }
  }
}
