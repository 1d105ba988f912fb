import BoardTestSupport
import BoardTools
import TEEPLink
import Testing

extension DeviceTests {
  /// The agent's firmware over its link.
  struct AgentTests {
    @Test(
      "a device without provisioning says so to each call, and uses no more stack than the analysis finds")
    func refusesWithoutProvisioning() async throws {
      let firmware = try Products.firmware()
      let board = try EmulatedBoard(Products.board(), firmware: firmware)
      try await board.start()
      var client = LinkClient(try SerialConnection(path: board.link))
      for call in [LinkCall.status, .requestPolicyCheck, .processTEEPMessage, .status] {
        // 4 is AgentCallFailure.notProvisioned.
        #expect(try await client.call(call, .init(repeating: 7, count: 300)).outcome == .failure(4))
      }
      let report = try FirmwareReport(firmware, board: Products.board())
      let peak = try await board.peakStack()
      #expect(peak > 0)
      #expect(peak <= report.stack.worst)
    }
  }
}
