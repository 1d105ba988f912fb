import TEEPCodec
import TEEPTestSupport
import Testing

/// What is refused in a message with a MAC, in bytes made by hand.
@Suite("COSEMac") struct COSEMacRuleTests {
  static let tag = "5820 0707070707070707070707070707070707070707070707070707070707070707"
  static let recipient = COSEEncryptedRuleTests.recipient

  @Test(
    "refuses",
    arguments: [
      Refusal("COSE_Sign1", "d2 84 43a10105 a0 40 \(tag)", .unsupported, at: 0),
      Refusal("COSE_Encrypt0", "83 43a10105 a0 40", .wrongCount, at: 0),
      Refusal("6 elements", "86 43a10105 a0 40 \(tag) 81 \(recipient) 00", .tooMany, at: 0),
      Refusal("tag 17 with recipients", "d1 85 43a10105 a0 40 \(tag) 81 \(recipient)", .wrongCount, at: 1),
      Refusal("tag 97 without recipients", "d861 84 43a10105 a0 40 \(tag)", .wrongCount, at: 2),
      Refusal("no alg", "84 40 a0 40 \(tag)", .missingMember, at: 0),
      Refusal("alg unprotected", "84 40 a1 01 05 40 \(tag)", .wrongBucket, at: 1),
      Refusal("an IV", "84 43a10105 a1 05 40 40 \(tag)", .unsupported, at: 1),
      Refusal("a payload that is text", "84 43a10105 a0 60 \(tag)", .unexpectedType, at: 6),
      Refusal("a tag of 8 bytes", "84 43a10105 a0 40 48 0000000000000000", .outOfRange, at: 7),
      Refusal("a tag that is null", "84 43a10105 a0 40 f6", .unexpectedType, at: 7),
      Refusal("recipients that are none", "85 43a10105 a0 40 \(tag) 80", .wrongCount, at: 41),
      Refusal("bytes behind the message", "84 43a10105 a0 40 \(tag) 00", .trailingBytes, at: 41),
    ])
  func refuses(refusal: Refusal) {
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try COSEMac(decoding: refusal.bytes.span, base: 70)
    }
    #expect(error == DecodeError(refusal.error.reason, at: 70 + refusal.error.offset))
  }

  @Test("reads both forms with and without tag, attached and detached")
  func forms() throws {
    for (encoded, isMac0, payload) in [
      ("d1 84 43a10105 a1 04 41 6b 41 07 \(Self.tag)", true, [7]),
      ("84 43a10105 a1 04 41 6b f6 \(Self.tag)", true, nil),
      ("d861 85 43a10105 a1 04 41 6b f6 \(Self.tag) 81 \(Self.recipient)", false, nil),
      ("85 43a10105 a1 04 41 6b 41 07 \(Self.tag) 82 \(Self.recipient) 83 40 a1 01 25 40", false, [7]),
    ] as [(String, Bool, [UInt8]?)] {
      let bytes = [UInt8](hexadecimal: encoded)
      let message = try COSEMac(decoding: bytes.span)
      #expect(message.isMac0 == isMac0)
      #expect(message.algorithm == .hmac256)
      #expect([UInt8](present: message.payload) == payload)
      #expect([UInt8](present: message.keyIdentifier) == [0x6B])
      #expect([UInt8](message.tag) == [UInt8](repeating: 7, count: 32))
      if let payload { #expect(Array(bytes[message.payloadOffset...].prefix(1)) == payload) }
      let structure = message.structure
      #expect(
        joined { structure.forEachPiece($0) }.hexadecimal
          == (isMac0 ? "84644d414330" : "84634d4143") + "43a1010540" + (payload == nil ? "40" : "4107"))
    }
  }

  @Test("a recipient whose key is used directly carries none (RFC 9053, section 6.1.1)")
  func direct() throws {
    let bytes = [UInt8](hexadecimal: "85 43a10105 a0 40 \(Self.tag) 81 83 40 a1 01 25 40")
    let message = try COSEMac(decoding: bytes.span)
    let recipient = try message.recipients.recipient(at: 0)
    #expect(recipient.algorithm == .direct)
    #expect(recipient.wrappedKey.count == 0)
    let error = refusal { () throws(DecodeError) in
      _ = try COSEMac(
        decoding: [UInt8](hexadecimal: "85 43a10105 a0 40 \(Self.tag) 81 83 40 a1 01 25 41 00").span)
    }
    #expect(error == DecodeError(.outOfRange, at: 47))
  }
}
