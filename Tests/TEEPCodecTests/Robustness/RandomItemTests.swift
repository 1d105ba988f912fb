import TEEPCodec
import TEEPTestSupport
import Testing

/// Items made at random, and bytes that are none.
@Suite("Random items") struct RandomItemTests {
  /// A well-formed item of at most `levels` levels, encoded by hand.
  private func item(_ levels: Int, _ random: inout SeededGenerator) -> [UInt8] {
    func head(_ major: UInt8, _ argument: UInt64) -> [UInt8] {
      let width =
        argument < 24 ? 0 : argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : argument < 1 << 32 ? 4 : 8
      let information: [Int: UInt8] = [1: 24, 2: 25, 4: 26, 8: 27]
      let first = major << 5 | (information[width] ?? UInt8(argument))
      return [first] + (0..<width).reversed().map { UInt8(truncatingIfNeeded: argument >> UInt64(8 * $0)) }
    }
    switch random.number(0...(levels > 0 ? 8 : 5)) {
    case 0: return head(0, random.integer())
    case 1: return head(1, random.integer())
    case 2:
      let content = random.bytes(0...30)
      return head(2, UInt64(content.count)) + content
    case 3:
      let content = random.text(0...30)
      return head(3, UInt64(content.count)) + content
    case 4:
      return [[0xF4], [0xF5], [0xF6], [0xF7], [0xE0], [0xF8, 0x20], [0xF8, 0xFF]].randomElement(
        using: &random) ?? []
    case 5: return random.flip() ? [0xF9] + random.bytes(2...2) : [0xFB] + random.bytes(8...8)
    case 6:
      let items = (0..<random.number(0...4)).map { _ in item(levels - 1, &random) }
      return head(4, UInt64(items.count)) + items.flatMap { $0 }
    case 7:
      let pairs = random.number(0...3)
      return head(5, UInt64(pairs)) + (0..<(2 * pairs)).flatMap { _ in item(levels - 1, &random) }
    default: return head(6, random.integer()) + item(levels - 1, &random)
    }
  }

  @Test("are passed over whole, to the byte, and none of their beginnings is")
  func wellFormed() throws {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for well-formed items")
    for _ in 0..<2000 {
      let bytes = item(CBORReader.maximumNesting, &random)
      var reader = CBORReader((bytes + [0x00]).span)
      #expect(try reader.skip() == ByteRange(start: 0, count: bytes.count), "\(bytes.hexadecimal)")
      let cut = random.number(0...(bytes.count - 1))
      let error = refusal(of: Array(bytes[..<cut])) { (reader) throws(DecodeError) in try reader.skip() }
      #expect(error?.reason == .truncated || error?.reason == .invalidUTF8, "\(cut) of \(bytes.hexadecimal)")
    }
  }

  @Test(
    "as messages, and bytes that are no items, are refused or read by everything that decodes, never a trap",
    arguments: Decoder.allCases)
  func everyDecoder(decoder: Decoder) {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for arbitrary bytes as \(decoder)")
    for round in 0..<2000 {
      let bytes = round.isMultiple(of: 2) ? random.bytes(0...80) : item(5, &random)
      guard let error = refusal({ () throws(DecodeError) in try decoder.decode(bytes) }) else { continue }
      if !(0...(bytes.count + 8)).contains(error.offset) { Issue.record("\(error) in \(bytes.hexadecimal)") }
    }
  }

  /// Everything that reads bytes from outside.
  enum Decoder: CaseIterable {
    case message, legacyMessage, signedMessage, envelope, manifest, common, report, provisioning
    case commands, parameters, claims, request

    func decode(_ bytes: [UInt8]) throws(DecodeError) {
      var reader = CBORReader(bytes.span)
      switch self {
      case .message: _ = try Reading.ofMessage(bytes, numbers: .final)
      case .legacyMessage: _ = try Reading.ofMessage(bytes, numbers: .legacy)
      case .signedMessage: _ = try Reading.ofSignedMessage(bytes, numbers: .final)
      case .envelope: _ = try Reading.ofEnvelope(bytes)
      case .manifest: _ = try SUITManifest(decoding: bytes.span)
      case .common:
        let start: [UInt8] = [
          0xA3, 0x01, 0x01, 0x02, 0x00, 0x03, 0x58, UInt8(truncatingIfNeeded: bytes.count),
        ]
        let whole = start + bytes
        _ = try SUITManifest(decoding: whole.span).common()
      case .report: _ = try SUITReport(decoding: bytes.span).records()
      case .provisioning: _ = try Provisioning(decoding: bytes.span)
      case .commands:
        var sequence = try SUITCommandSequence(reader)
        while try sequence.next() != nil {}
      case .parameters:
        var parameters = try SUITParameters(reader)
        while try parameters.next() != nil {}
      case .claims: _ = try SystemPropertyClaims(&reader).imageDigest()
      case .request: _ = try RequestedTCInfo(&reader, numbers: .final)
      }
    }
  }
}
