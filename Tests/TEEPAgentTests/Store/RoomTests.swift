import StoreTestSupport
import Testing

@Suite("What the store takes")
struct RoomTests {
  /// Addresses have 8 bytes here, and 4 on the device.
  @Test("At most 512 bytes of RAM")
  func memory() {
    #expect(MemoryLayout<SimulatedStore>.size <= 512)
  }
}
