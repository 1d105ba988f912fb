import TEEPCodec
import Testing

/// Arrays, maps and tags that `skip()` follows are bounded by ``CBORReader/maximumNesting``.
@Suite("Nesting") struct NestingTests {
  /// The first bytes of a level, for each kind that opens one.
  static let openings: [[UInt8]] = [[0x81], [0xA1, 0x00], [0xC1], [0xD8, 0x64]]

  @Test("of 12 levels is followed, the 13th refused where it begins", arguments: openings)
  func bound(opening: [UInt8]) throws {
    #expect(CBORReader.maximumNesting == 12)
    let allowed = [UInt8]((0..<12).flatMap { _ in opening } + [0x05])
    var reader = CBORReader(allowed.span)
    #expect(try reader.skip() == ByteRange(start: 0, count: allowed.count))
    let error = refusal(of: opening + allowed) { (reader) throws(DecodeError) in try reader.skip() }
    #expect(error == DecodeError(.nestedTooDeeply, at: 12 * opening.count))
  }

  @Test("counts levels and not items")
  func siblings() throws {
    // An array of 20 arrays of one empty array each.
    let bytes: [UInt8] = [0x94] + (0..<20).flatMap { _ in [0x81, 0x80] as [UInt8] }
    var reader = CBORReader(bytes.span)
    #expect(try reader.skip() == ByteRange(start: 0, count: 41))
  }

  @Test("of a million levels ends at once")
  func bomb() {
    let error = refusal(of: [UInt8](repeating: 0x81, count: 1_000_000)) { (reader) throws(DecodeError) in
      try reader.skip()
    }
    #expect(error == DecodeError(.nestedTooDeeply, at: 12))
  }

  @Test("leaves what follows a deep item where it is")
  func position() throws {
    let bytes: [UInt8] = [0x82, 0x82, 0x01, 0x81, 0x02, 0xA1, 0x03, 0x80, 0x18, 0x2A]
    var reader = CBORReader(bytes.span)
    #expect(try reader.skip() == ByteRange(start: 0, count: 8))
    #expect(try reader.unsigned() == 42)
  }
}
