import TEEPCodec
import Testing

/// Inputs of 64 KiB that are made to cost as much as they can.
///
/// Keys of a map are compared with those before them, so what bounds the work is how many keys are read: the offset of
/// the refusal says where a reader stopped, and that it walked none of what follows.
@Suite("64 KiB of input") struct LargeInputTests {
  private static let pairCount = 16383

  /// A map of as many pairs as fit, of four bytes each: keys that descend from 65535, and nothing.
  private static let map: [UInt8] = {
    var bytes: [UInt8] = [0xB9, UInt8(pairCount >> 8), UInt8(pairCount & 0xFF)]
    for index in 0..<pairCount {
      let key = 65535 - index
      bytes += [0x19, UInt8(key >> 8), UInt8(key & 0xFF), 0x00]
    }
    return bytes
  }()

  /// Ways to read a map, with what comes before it.
  private static let readers: [(String, [UInt8], @Sendable ([UInt8]) throws(DecodeError) -> Void)] = [
    (
      "header parameters", [0xD2, 0x84, 0x40],
      { bytes throws(DecodeError) in _ = try COSESigned(decoding: bytes.span) }
    ),
    ("a COSE_Key", [], { bytes throws(DecodeError) in _ = try COSEKey(decoding: bytes.span) }),
    ("claims", [], { bytes throws(DecodeError) in _ = try EATClaims(decoding: bytes.span) }),
    (
      "options", [0x82, 0x02],
      { bytes throws(DecodeError) in _ = try TEEPMessage(decoding: bytes.span, numbers: .final) }
    ),
    (
      "what an agent asks for", [],
      { bytes throws(DecodeError) in
        var reader = CBORReader(bytes.span)
        _ = try RequestedTCInfo(&reader, numbers: .final)
      }
    ),
    (
      "an envelope", [0xD8, 0x6B], { bytes throws(DecodeError) in _ = try SUITEnvelope(decoding: bytes.span) }
    ),
    ("texts", [], { bytes throws(DecodeError) in _ = try SUITText(decoding: bytes.span) }),
    ("a report", [], { bytes throws(DecodeError) in _ = try SUITReport(decoding: bytes.span) }),
    (
      "capabilities", [],
      { bytes throws(DecodeError) in _ = try SUITCapabilityReport(CBORReader(bytes.span)) }
    ),
  ]

  @Test("in one map are refused before the first pair", arguments: readers.map(\.0))
  func pairs(name: String) throws {
    let (_, opening, read) = try #require(Self.readers.first { $0.0 == name })
    #expect(
      refusal { () throws(DecodeError) in try read(opening + Self.map) }
        == DecodeError(.tooMany, at: opening.count))
  }

  @Test("of keys in no order are compared up to a bound")
  func unsortedKeys() {
    let error = refusal { () throws(DecodeError) in _ = try CBORItemWalker(.uniqueKeys).walk(Self.map.span) }
    // The first key is the greatest; each of those behind it is compared.
    let last = CBORItemWalker.maximumUnsortedKeys + 1
    #expect(error == DecodeError(.tooMany, at: 3 + 4 * last))
  }

  @Test(
    "of nested arrays, maps or tags are followed to the bound",
    arguments: [[0x81], [0xA1, 0x00], [0xC1]] as [[UInt8]])
  func nesting(opening: [UInt8]) {
    let bytes = Array(repeatElement(opening, count: 65536 / opening.count).joined())
    let expected = DecodeError(.nestedTooDeeply, at: opening.count * CBORReader.maximumNesting)
    #expect(refusal(of: bytes) { (reader) throws(DecodeError) in try reader.skip() } == expected)
    #expect(
      refusal { () throws(DecodeError) in _ = try CBORItemWalker(.boundedNesting).walk(bytes.span) }
        == expected)
  }

  @Test("of one level are passed over once, to their end", arguments: [0x80, 0x00] as [UInt8])
  func width(item: UInt8) throws {
    let bytes = [0x99, 0xFF, 0xFD] + [UInt8](repeating: item, count: 65533)
    var reader = CBORReader(bytes.span)
    #expect(try reader.skip() == ByteRange(start: 0, count: 65536))
    #expect(try CBORItemWalker(.all).walk(bytes.span) == 65536)
  }
}
