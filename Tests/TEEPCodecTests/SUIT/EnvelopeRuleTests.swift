import TEEPCodec
import TEEPTestSupport
import Testing

/// SUIT_Envelope of draft-ietf-suit-manifest-37, section 8.2, in bytes made by hand.
@Suite("SUITEnvelope") struct EnvelopeRuleTests {
  /// The wrapper with the digest `[-16, h'00']` and one empty block, and an empty manifest.
  private static let wrapper = "02 47 82 44822f4100 40"
  private static let manifest = "03 41 a0"

  @Test(
    "is refused",
    arguments: [
      Refusal("an array", "80", .unexpectedType, at: 0),
      Refusal("tag 1070", "d9042e a2" + wrapper + manifest, .unsupported, at: 0),
      Refusal("the tag twice", "d86b d86b a2" + wrapper + manifest, .unexpectedType, at: 2),
      Refusal("no wrapper", "a1" + manifest, .missingMember, at: 0),
      Refusal("no manifest", "a1" + wrapper, .missingMember, at: 0),
      Refusal(
        "the manifest before the wrapper (section 8.2)", "a2" + manifest + wrapper, .unsortedKeys, at: 4),
      Refusal("the manifest twice", "a3" + wrapper + manifest + manifest, .unsortedKeys, at: 13),
      Refusal("key 0", "a3 00 40" + wrapper + manifest, .unsortedKeys, at: 1),
      Refusal("a negative key", "a3" + wrapper + manifest + "20 40", .unsortedKeys, at: 13),
      Refusal("a key behind a text", "a3" + wrapper + "6161 40" + manifest, .unsortedKeys, at: 13),
      Refusal("a text twice", "a4" + wrapper + manifest + "6161 40 6161 40", .duplicateKey, at: 16),
      Refusal("a key that is bytes", "a3" + wrapper + manifest + "4161 40", .unexpectedType, at: 13),
      Refusal("a text that is not UTF-8", "a3" + wrapper + manifest + "61ff 40", .invalidUTF8, at: 14),
      Refusal("a payload that is text", "a3" + wrapper + manifest + "6161 60", .unexpectedType, at: 15),
      Refusal("a manifest that is not wrapped", "a2" + wrapper + "03 a0", .unexpectedType, at: 11),
      Refusal("a section that is not wrapped", "a3" + wrapper + manifest + "14 80", .unexpectedType, at: 14),
      Refusal("a wrapper that is not wrapped", "a2 02 82 44822f4100 40" + manifest, .unexpectedType, at: 2),
      Refusal("an empty wrapper", "a2 02 40" + manifest, .truncated, at: 3),
      Refusal("a wrapper that is a map", "a2 02 41 a0" + manifest, .unexpectedType, at: 3),
      Refusal("no digest", "a2 02 41 80" + manifest, .missingMember, at: 3),
      Refusal("no authentication block", "a2 02 46 81 44822f4100" + manifest, .missingMember, at: 3),
      Refusal("5 authentication blocks", "a2 02 4b 86 44822f4100 4040404040" + manifest, .tooMany, at: 3),
      Refusal("a digest that is not wrapped", "a2 02 46 82 822f4100 40" + manifest, .unexpectedType, at: 4),
      Refusal("a block that is not wrapped", "a2 02 47 82 44822f4100 80" + manifest, .unexpectedType, at: 9),
      Refusal("bytes behind the wrapper", "a2 02 48 82 44822f4100 40 00" + manifest, .trailingBytes, at: 10),
      Refusal("25 members", "b819" + String(repeating: "0040", count: 25), .tooMany, at: 0),
      Refusal("bytes behind it", "a2" + wrapper + manifest + "00", .trailingBytes, at: 13),
    ])
  func refused(refusal: Refusal) {
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try SUITEnvelope(decoding: refusal.bytes.span, base: 500)
    }
    #expect(error == DecodeError(refusal.error.reason, at: 500 + refusal.error.offset))
  }

  @Test("is read with 4 blocks, unknown members and payloads in any order")
  func tolerant() throws {
    let bytes = [UInt8](
      hexadecimal: "d86b a7 01 40 02 4c 85 44 822f4100 4101 40 4103 40" + Self.manifest
        + "14 41 05 181e 40 6162 4107 6161 40")
    let envelope = try SUITEnvelope(decoding: bytes.span, base: 10)
    #expect(envelope.blockCount == 4)
    #expect([UInt8](envelope.encodedDigest) == [0x82, 0x2F, 0x41, 0x00])
    #expect([UInt8](envelope.manifest) == [0xA0])
    #expect([UInt8](envelope.wrappedManifest) == [0x41, 0xA0])
    #expect(envelope.manifestOffset == 10 + 21)
    for (uri, expected) in [("a", []), ("b", [0x07]), ("c", nil)] as [(String, [UInt8]?)] {
      let key = Array(uri.utf8)
      #expect([UInt8](present: try envelope.integratedPayload(uri: key.span)) == expected)
    }
    if let section = try envelope.severedSection(.install) {
      #expect([UInt8](section.bytes) == [0x41, 0x05])
      #expect(section.base == 10 + 23)
    } else {
      Issue.record("the section is there")
    }
    if try envelope.severedSection(.payloadFetch) != nil { Issue.record("no such section is there") }
  }

  @Test("has blocks and a digest that are read when they are asked for, each with its place in errors")
  func lazily() throws {
    let bytes = [UInt8](hexadecimal: "a2" + Self.wrapper + Self.manifest)
    let envelope = try SUITEnvelope(decoding: bytes.span, base: 100)
    let block = refusal { () throws(DecodeError) in _ = try envelope.block(at: 0) }
    #expect(block == DecodeError(.truncated, at: 110))
    // A SHA-256 digest of 1 byte.
    let digest = refusal { () throws(DecodeError) in _ = try envelope.digest }
    #expect(digest == DecodeError(.outOfRange, at: 107))
  }

  @Test(
    "has a digest that is refused",
    arguments: [
      Refusal("3 elements", "83 2f 40 00", .wrongCount, at: 0),
      Refusal("a map", "a0", .unexpectedType, at: 0),
      Refusal("an algorithm that is text", "82 60 40", .unexpectedType, at: 1),
      Refusal("an algorithm of 33 bits", "82 3a80000000 40", .outOfRange, at: 1),
      Refusal("text", "82 2f 60", .unexpectedType, at: 2),
      Refusal("SHA-256 of 31 bytes", "82 2f 581f" + String(repeating: "00", count: 31), .outOfRange, at: 2),
      Refusal("SHA-256 of 33 bytes", "82 2f 5821" + String(repeating: "00", count: 33), .outOfRange, at: 2),
      Refusal(
        "bytes behind it", "82 2f 5820" + String(repeating: "00", count: 32) + "00", .trailingBytes, at: 36),
    ])
  func digests(refusal: Refusal) {
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try SUITDigest(decoding: refusal.bytes.span, base: 60)
    }
    #expect(error == DecodeError(refusal.error.reason, at: 60 + refusal.error.offset))
  }

  @Test("has a digest of an unknown algorithm in whatever length it has")
  func otherDigest() throws {
    let bytes = [UInt8](hexadecimal: "82 3831 4102")
    let digest = try SUITDigest(decoding: bytes.span, base: 0)
    #expect(digest.algorithm == COSEAlgorithm(rawValue: -50))
    #expect([UInt8](digest.bytes) == [0x02])
  }
}
