import TEEPCodec
import TEEPTestSupport
import Testing

/// system-property-claims of draft-ietf-suit-report-18, section 4, in bytes made by hand.
@Suite("SystemPropertyClaims") struct SystemPropertyClaimsTests {
  private func lines(_ encoded: String) throws -> [String] {
    let bytes = [UInt8](hexadecimal: encoded)
    var reader = CBORReader(bytes.span)
    var reading = Reading()
    try reading.add(try SystemPropertyClaims(&reader))
    try reader.end()
    return reading.lines
  }

  @Test("are written with component, digest and size")
  func written() throws {
    let identifier: [UInt8] = [0x81, 0x41, 0x05]
    let digest = [UInt8](repeating: 0xCD, count: 32)
    let bytes = try TEEPCodecTests.written { (writer) throws(EncodeError) in
      try writer.systemPropertyClaims(
        componentIdentifier: identifier.span, sha256: digest.span, imageSize: 8192)
    }
    #expect(bytes.hexadecimal == "a300814105035824822f5820" + digest.hexadecimal + "0e192000")
    #expect(
      try lines(bytes.hexadecimal) == [
        "  component [h'05']", "  digest -16 h'\(digest.hexadecimal)'", "  size 8192",
      ])
  }

  @Test("are read with other parameters, negative ones too, and with only some of them")
  func tolerant() throws {
    #expect(
      try lines("a4 39012c 80 0e 00 01 50 000102030405060708090a0b0c0d0e0f 00 80") == [
        "  component []", "  size 0",
      ])
    #expect(try lines("a1 00 8140") == ["  component [h'']"])
  }

  @Test("of other implementations carry a key twice: the first one holds")
  func twice() throws {
    #expect(try lines("a4 00 814101 0e 01 00 814102 0e 02") == ["  component [h'01']", "  size 1"])
  }

  @Test(
    "are refused",
    arguments: [
      Refusal("an array", "80", .unexpectedType, at: 0),
      Refusal("no component", "a1 0e 00", .missingMember, at: 0),
      Refusal("a component that is bytes", "a1 00 40", .unexpectedType, at: 2),
      Refusal("a digest that is not wrapped", "a2 00 80 03 822f40", .unexpectedType, at: 4),
      Refusal("a negative size", "a2 00 80 0e 20", .unexpectedType, at: 4),
      Refusal("a key that is text", "a1 6161 00", .unexpectedType, at: 1),
      Refusal("a second component cut short", "a2 00 80 00 82 40", .truncated, at: 5),
    ])
  func refused(refusal: Refusal) {
    let error = TEEPCodecTests.refusal(of: [0x00] + refusal.bytes, base: 20) { (reader) throws(DecodeError) in
      try reader.skip()
      _ = try SystemPropertyClaims(&reader)
    }
    #expect(error == DecodeError(refusal.error.reason, at: 21 + refusal.error.offset))
  }

  @Test("have the digest's place in the message in its errors")
  func digestOffset() throws {
    let bytes = [UInt8](hexadecimal: "00 a2 00 80 03 44 822f4101")
    var reader = CBORReader(bytes.span, base: 100)
    try reader.skip()
    let claims = try SystemPropertyClaims(&reader)
    let error = refusal { () throws(DecodeError) in _ = try claims.imageDigest() }
    #expect(error == DecodeError(.outOfRange, at: 108))
  }
}
