import TEEPCodec
import TEEPTestSupport
import Testing

/// requested-tc-info of draft-ietf-teep-protocol-26, section 4.3, in bytes made by hand.
@Suite("RequestedTCInfo") struct RequestedTCInfoTests {
  @Test(
    "is read and written",
    arguments: [
      (.final, "a1 0f 814101", nil, false), (.final, "a2 0f 814101 10 1903e8", 1000, false),
      (.final, "a3 0f 814101 10 00 11 f5", 0, true), (.legacy, "a1 10 814101", nil, false),
      (.legacy, "a3 10 814101 11 1bffffffffffffffff 12 f5", .max, true),
    ] as [(TEEPNumbers, String, UInt64?, Bool)])
  func readAndWritten(numbers: TEEPNumbers, encoded: String, sequenceNumber: UInt64?, haveBinary: Bool) throws
  {
    let bytes = [UInt8](hexadecimal: encoded)
    let identifier: [UInt8] = [0x81, 0x41, 0x01]
    var reader = CBORReader(bytes.span)
    let info = try RequestedTCInfo(&reader, numbers: numbers)
    try reader.end()
    #expect([UInt8](info.componentIdentifier) == identifier)
    #expect(info.sequenceNumber == sequenceNumber)
    #expect(info.haveBinary == haveBinary)
    let again = try written { (writer) throws(EncodeError) in
      try writer.requestedTCInfo(
        componentIdentifier: identifier.span, sequenceNumber: sequenceNumber, haveBinary: haveBinary,
        numbers: numbers)
    }
    #expect(again == bytes)
  }

  @Test("is read with its members in any order and unknown ones among them")
  func tolerant() throws {
    let bytes = [UInt8](hexadecimal: "a4 11 f4 1864 80 10 05 0f 80")
    var reader = CBORReader(bytes.span)
    let info = try RequestedTCInfo(&reader, numbers: .final)
    #expect([UInt8](info.componentIdentifier) == [0x80])
    #expect(info.sequenceNumber == 5)
    #expect(info.haveBinary == false)
  }

  @Test(
    "is refused",
    arguments: [
      Refusal("an array", "80", .unexpectedType, at: 0),
      Refusal("no component-id", "a1 10 00", .missingMember, at: 0),
      Refusal("a binary without its manifest's number", "a2 0f 80 11 f5", .missingMember, at: 0),
      Refusal("component-id that is bytes", "a1 0f 40", .unexpectedType, at: 2),
      Refusal("component-id of texts", "a1 0f 81 60", .unexpectedType, at: 3),
      Refusal("a negative number", "a2 0f 80 10 20", .unexpectedType, at: 4),
      Refusal("have-binary 1", "a3 0f 80 10 00 11 01", .unexpectedType, at: 6),
      Refusal("have-binary null", "a3 0f 80 10 00 11 f6", .unexpectedType, at: 6),
      Refusal("component-id twice", "a2 0f 80 0f 80", .duplicateKey, at: 3),
      Refusal("an unknown key twice", "a3 0f 80 1864 00 1864 00", .duplicateKey, at: 6),
      Refusal("a key that is text", "a1 6161 80", .unexpectedType, at: 1),
      Refusal("33 members", "b821" + String(repeating: "00", count: 66), .tooMany, at: 0),
    ])
  func refused(refusal: Refusal) {
    // Not at the start of what is read, so that offsets within it and from its message differ.
    let error = TEEPCodecTests.refusal(of: [0x00] + refusal.bytes, base: 40) { (reader) throws(DecodeError) in
      try reader.skip()
      _ = try RequestedTCInfo(&reader, numbers: .final)
    }
    #expect(error == DecodeError(refusal.error.reason, at: 41 + refusal.error.offset))
  }
}
