import BoardTools
import Testing

extension DeviceTests {
  struct RandomTests {
    @Test("two starts of the device draw different bytes, and neither draws the same byte again and again")
    func differs() async throws {
      let first = try await draw()
      let second = try await draw()
      #expect(first != second)
      // 64 draws of 256 values give about 57 different ones; fewer than 32 have a chance below 10^-9.
      #expect(Set(first).count >= 32)
      #expect(Set(second).count >= 32)
    }

    private func draw() async throws -> [UInt8] {
      try await SelfTestBoard().ask("q", UInt32(64).littleEndianBytes, count: 64)
    }
  }
}
