import TEEPCodec
import Testing

/// Lengths that no memory holds end at once, in an error at the content that is not there.
@Suite("Huge lengths") struct HugeLengthTests {
  /// 2^31 - 1 to 2^32 are about the greatest `Int` of a 32-bit target, 2^63 - 1 to 2^64 - 1 about that of a 64-bit one.
  static let lengths: [UInt64] = [
    1 << 31 - 1, 1 << 31, 1 << 32 - 1, 1 << 32, 1 << 32 + 1, 1 << 63 - 1, 1 << 63, 1 << 63 + 1, .max - 1,
    .max,
  ]

  /// A head written by hand, in the shortest form for these lengths, and some bytes of content.
  private func item(_ major: UInt8, _ length: UInt64) -> (bytes: [UInt8], content: Int) {
    let width = length < 1 << 32 ? 4 : 8
    var bytes = [major << 5 | (width == 4 ? 26 : 27)]
    for byte in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: length >> UInt64(8 * byte))) }
    return (bytes + [UInt8](repeating: 0, count: 40), width + 1)
  }

  @Test("of strings, arrays and maps are refused by each way of reading them", arguments: lengths)
  func refused(length: UInt64) {
    for major in UInt8(2)...5 {
      let (bytes, content) = item(major, length)
      let expected = DecodeError(.truncated, at: content)
      #expect(refusal(of: bytes) { (reader) throws(DecodeError) in try reader.skip() } == expected)
      let direct = refusal(of: bytes) { (reader) throws(DecodeError) in
        switch major {
        case 2: _ = try reader.byteString()
        case 3: _ = try reader.textString()
        case 4: _ = try reader.array()
        default: _ = try reader.map()
        }
      }
      #expect(direct == expected)
      let limited = refusal(of: bytes) { (reader) throws(DecodeError) in
        switch major {
        case 2: _ = try reader.byteString(0...8)
        case 3: _ = try reader.textString(0...8)
        case 4: _ = try reader.array(1...8)
        default: _ = try reader.map(upTo: 8)
        }
      }
      #expect(limited == expected)
    }
  }

  @Test("inside of arrays, maps and tags are refused by skip()", arguments: lengths)
  func nested(length: UInt64) {
    for major in UInt8(2)...5 {
      let (bytes, content) = item(major, length)
      for outer: [UInt8] in [[0x81], [0xA1, 0x00], [0xA1], [0xD2], [0x82, 0x80], [0xC1, 0x81]] {
        let error = refusal(of: outer + bytes) { (reader) throws(DecodeError) in try reader.skip() }
        #expect(error == DecodeError(.truncated, at: outer.count + content))
      }
    }
  }

  @Test("are values where they are integers, tags and nothing else", arguments: lengths)
  func values(length: UInt64) throws {
    let number = item(0, length)
    var reader = CBORReader(number.bytes.span)
    #expect(try reader.unsigned() == length)
    let tagged = item(6, length)
    var tag = CBORReader(tagged.bytes.span)
    try tag.tag(length)
    #expect(tag.offset == tagged.content)
    var skipped = CBORReader(tagged.bytes.span)
    #expect(try skipped.skip() == ByteRange(start: 0, count: tagged.content + 1))
  }

  @Test("of a map are counted in pairs: half of the bytes left is the most there can be")
  func mapsInPairs() throws {
    let fits: [UInt8] = [0xA2, 0, 0, 1, 0]
    var reader = CBORReader(fits.span)
    #expect(try reader.map() == 2)
    let error = refusal(of: [0xA3, 0, 0, 1, 0]) { (reader) throws(DecodeError) in _ = try reader.map() }
    #expect(error == DecodeError(.truncated, at: 1))
  }
}
