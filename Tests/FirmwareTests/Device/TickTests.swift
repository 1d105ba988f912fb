import BoardTools
import Testing

extension DeviceTests {
  struct TickTests {
    @Test("the tick counter counts on beyond 16 bits")
    func countsUp() async throws {
      let device = try await SelfTestBoard(countsInstructions: true)
      var last = try await device.word("t")
      // A random byte takes at least 167 µs (nRF51822 Product Specification, section 8.12): 2,672 ticks.
      for _ in 0..<3 {
        _ = try await device.ask("q", UInt32(64).littleEndianBytes, count: 64)
        let now = try await device.word("t")
        #expect(now &- last > 64 * 2000)
        #expect(now &- last < 0x8000_0000)
        last = now
      }
    }
  }
}
