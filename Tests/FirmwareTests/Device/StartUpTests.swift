import BoardTestSupport
import BoardTools
import Foundation
import TEEPLink
import TEEPTestSupport
import Testing

extension DeviceTests {
  /// What the agent's firmware does as it starts, and how it starts again after a failure.
  struct StartUpTests {
    /// QEMU models neither of these, and says what it is asked to do with them: power at 0x4000_0000 (nRF51 Reference
    /// Manual, section 11), watchdog at 0x4001_0000 (section 24), of which it gives the offset from 0x4000_0000.
    @Test("the reason of the reset is read and cleared, and the watchdog runs before anything is waited for")
    func registers() async throws {
      let folder = try TemporaryFolder()
      let board = try EmulatedBoard(
        Products.board(), firmware: Products.firmware(), trace: folder.path("trace"))
      try await board.start()
      var client = LinkClient(try SerialConnection(path: board.link))
      // In the pauses it sleeps, before which it feeds the watchdog.
      for _ in 1...3 {
        _ = try await client.call(.status)
        try await Task.sleep(for: .milliseconds(300))
      }
      try await board.quit()
      let trace = String(decoding: try folder.read("trace"), as: UTF8.self)
      // RESETREAS: what is read, 1 by QEMU, is cleared by writing it. Behind it HFCLKSTART.
      let power = trace.split(separator: "\n").filter { $0.hasPrefix("clock_") }.prefix(3)
      #expect(
        power == ["clock_read: 0x400 [4]", "clock_write: 0x400 <- 0x1 [4]", "clock_write: 0x0 <- 0x1 [4]"])
      // CONFIG: paused in sleep and by a debugger; CRV: 600 s of 32,768 ticks; START; and RR[0] before the first sleep.
      let watchdog = trace.matches(of: /offset 0x(000105..|000100..|000106..), value 0x([0-9a-f]+)/).prefix(4)
      #expect(
        watchdog.map { "\($0.1) \($0.2)" } == [
          "0001050c 00000000", "00010504 012c0000", "00010000 00000001", "00010600 6e524635",
        ])
    }

    @Test("a device that fails again and again says why, and takes calls in between")
    func failsRepeatedly() async throws {
      let firmware = try Products.firmware()
      let board = try EmulatedBoard(Products.board(), firmware: firmware)
      try await board.start()
      var client = LinkClient(try SerialConnection(path: board.link))
      // 4 is AgentCallFailure.notProvisioned.
      #expect(try await client.call(.status).outcome == .failure(4))
      for _ in 1...3 {
        // `udf #0` where the line is read next; a reset puts back what was there.
        let address = try firmware.address(of: "uart_interrupt")
        try await board.overwrite([0x00, 0xDE], at: address)
        // { 4: 1 }, a hard fault. Whether the device restarts before the call is made or by it is a matter of time.
        let answer: BrokerLink.Answer
        do { answer = try await client.call(.status) } catch .agentRestarted as BrokerLink.Failure {
          answer = try await client.call(.status)
        }
        #expect(answer.message == [0xA1, 0x04, 0x01])
        #expect(try await client.call(.status).outcome == .failure(4))
      }
    }
  }
}
