import TEEPAgent
import TEEPTestSupport
import Testing

@Suite("Provisioning content")
struct ProvisioningContentTests {
  private func image(pageCount: Int, _ content: [UInt8]) throws -> [UInt8] {
    var image = [UInt8](repeating: 0, count: pageCount * flashPageSize)
    var span = image.mutableSpan
    try ProvisioningContent.write(content.span, to: &span)
    return image
  }

  @Test("The image is TEEP, version 1, byte count, CRC-32, content; twice; the rest is erased")
  func layout() throws {
    let image = try image(pageCount: 12, .name("123456789"))
    // The check value of CRC-32 for these nine digits is 0xCBF43926 (RFC 3385, section 3, and zlib).
    let copy: [UInt8] =
      [0x54, 0x45, 0x45, 0x50, 1, 0, 0, 0, 9, 0, 0, 0, 0x26, 0x39, 0xF4, 0xCB] + .name("123456789")
    #expect(Array(image[..<25]) == copy)
    #expect(Array(image[2048..<2073]) == copy)
    #expect(image[25..<2048].allSatisfy { $0 == 0xFF } && image[2073...].allSatisfy { $0 == 0xFF })
  }

  @Test("Any length up to two pages less the header is read back", arguments: [0, 1, 1008, 1009, 2031, 2032])
  func lengths(count: Int) throws {
    let content = [UInt8].pattern(count, UInt64(count))
    let flash = SimulatedFlash(image: try image(pageCount: 12, content))
    flash.flip(1, at: 0)
    for _ in 0..<2 {
      let read = Array(try SimulatedStore(mounting: flash).provisioning)
      #expect(read == content)
      // The first copy was repaired by the first mount: the second one can go.
      flash.snapshot = {
        var snapshot = flash.snapshot
        for offset in 2048..<4096 { snapshot.memory[offset] = 0 }
        return snapshot
      }()
    }
  }

  @Test("Content that is too long and stores of another size are refused")
  func refusals() throws {
    #expect(throws: StoreError.provisioningTooLong) { try image(pageCount: 12, .pattern(2033, 1)) }
    for pageCount in [0, 1, 11, 257] {
      #expect(throws: StoreError.unsupportedSize) { try image(pageCount: pageCount, []) }
      let flash = SimulatedFlash(image: Array(repeating: 0xFF, count: pageCount * flashPageSize))
      #expect(throws: StoreError.unsupportedSize) { _ = try SimulatedStore(mounting: flash) }
    }
    for pageCount in [12, 256] {
      _ = try SimulatedStore(mounting: SimulatedFlash(image: image(pageCount: pageCount, [])))
    }
  }

  @Test("Another layout version and a store without provisioning are told apart")
  func versions() throws {
    let flash = SimulatedFlash(image: try image(pageCount: 12, [1]))
    for copy in [0, 2048] { flash.flip(3, at: copy + 4) }
    #expect(throws: StoreError.unknownLayoutVersion) { _ = try SimulatedStore(mounting: flash) }
    let erased = SimulatedFlash(image: Array(repeating: 0xFF, count: 12 * flashPageSize))
    #expect(throws: StoreError.provisioningLost) { _ = try SimulatedStore(mounting: erased) }
    let zero = SimulatedFlash(image: Array(repeating: 0, count: 12 * flashPageSize))
    #expect(throws: StoreError.provisioningLost) { _ = try SimulatedStore(mounting: zero) }
  }
}
