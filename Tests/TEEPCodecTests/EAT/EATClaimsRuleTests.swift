import TEEPCodec
import TEEPTestSupport
import Testing

/// What is refused in a claims set, in bytes made by hand.
@Suite("EATClaims rules") struct EATClaimsRuleTests {
  private static func bytes(_ count: Int) -> String {
    (count < 24 ? [UInt8(0x40 + count)] : [0x58, UInt8(count)] as [UInt8]).hexadecimal
      + [UInt8](repeating: 0, count: count).hexadecimal
  }

  @Test(
    "refuses",
    arguments: [
      Refusal("a claims set that is no map", "80", .unexpectedType, at: 0),
      Refusal("a tag, which the profile forbids", "d8 3d a0", .unexpectedType, at: 0),
      Refusal("bytes behind the claims", "a0 00", .trailingBytes, at: 1),
      Refusal("a claim twice", "a2 06 00 06 00", .duplicateKey, at: 3),
      Refusal("an unknown claim twice", "a2 61 78 00 61 78 00", .duplicateKey, at: 4),
      Refusal("a name that is a byte string", "a1 40 00", .unexpectedType, at: 1),
      Refusal("iss that is a byte string", "a1 01 40", .unexpectedType, at: 2),
      Refusal("aud of nobody", "a1 03 80", .wrongCount, at: 2),
      Refusal("aud with a number", "a1 03 81 00", .unexpectedType, at: 3),
      Refusal("iat that is a floating-point number", "a1 06 f9 0000", .unexpectedType, at: 2),
      Refusal("iat that is text", "a1 06 60", .unexpectedType, at: 2),
      Refusal("cti that is text", "a1 07 60", .unexpectedType, at: 2),
      Refusal("cnf of nothing", "a1 08 a0", .wrongCount, at: 2),
      Refusal("cnf with two members", "a1 08 a2 03 40 01 a0", .wrongCount, at: 2),
      Refusal("cnf with an encrypted key", "a1 08 a1 02 80", .unsupported, at: 3),
      Refusal("cnf with a kid that is text", "a1 08 a1 03 60", .unexpectedType, at: 4),
      Refusal("cnf with a key of no type", "a1 08 a1 01 a0", .missingMember, at: 4),
      Refusal("a nonce of 7 bytes", "a1 0a \(bytes(7))", .outOfRange, at: 2),
      Refusal("a nonce of 65 bytes", "a1 0a \(bytes(65))", .outOfRange, at: 2),
      Refusal(
        "several nonces, which the profile forbids", "a1 0a 82 \(bytes(8)) \(bytes(8))", .unexpectedType,
        at: 2),
      Refusal("a ueid of 6 bytes", "a1 190100 \(bytes(6))", .outOfRange, at: 4),
      Refusal("a ueid of 34 bytes", "a1 190100 \(bytes(34))", .outOfRange, at: 4),
      Refusal("an oemid of 4 bytes", "a1 190102 \(bytes(4))", .outOfRange, at: 4),
      Refusal("an oemid that is a negative number", "a1 190102 20", .unexpectedType, at: 4),
      Refusal("an oemid of more than 32 bits", "a1 190102 1b0000000100000000", .outOfRange, at: 4),
      Refusal("an empty hwmodel", "a2 190102 00 190103 40", .outOfRange, at: 8),
      Refusal("a hwmodel of 33 bytes", "a2 190102 00 190103 \(bytes(33))", .outOfRange, at: 8),
      Refusal("hwmodel without oemid", "a1 190103 41 00", .missingMember, at: 4),
      Refusal("hwversion without hwmodel", "a1 190104 81 60", .missingMember, at: 4),
      Refusal("a version that is bare text", "a1 19010f 60", .unexpectedType, at: 4),
      Refusal("a version of nothing", "a1 19010f 80", .wrongCount, at: 4),
      Refusal("a version of three", "a1 19010f 83 60 00 00", .tooMany, at: 4),
      Refusal("a version with a scheme that is a byte string", "a1 19010f 82 60 40", .unexpectedType, at: 6),
      Refusal("oemboot that is a number", "a1 190106 01", .unexpectedType, at: 4),
      Refusal("dbgstat of 5", "a1 190107 05", .outOfRange, at: 4),
      Refusal("eat_profile that is a number", "a1 190109 01", .unexpectedType, at: 4),
      Refusal("submods that are an array", "a1 19010a 80", .unexpectedType, at: 4),
      Refusal("a submodule without a name", "a1 19010a a1 01 a0", .unexpectedType, at: 5),
      Refusal("a submodule twice", "a1 19010a a2 61 61 a0 61 61 a0", .duplicateKey, at: 8),
      Refusal("a submodule that is a number", "a1 19010a a1 61 61 00", .unexpectedType, at: 7),
      Refusal("swname that is a byte string", "a1 19010e 40", .unexpectedType, at: 4),
      Refusal("no manifest", "a1 190110 80", .wrongCount, at: 4),
      Refusal("a manifest without a body", "a1 190110 81 81 00", .wrongCount, at: 5),
      Refusal("a content format that is text", "a1 190110 81 82 60 40", .unexpectedType, at: 6),
      Refusal("a content format of more than 16 bits", "a1 190110 81 82 1a00010000 40", .outOfRange, at: 6),
      Refusal("measurements that are a map", "a1 190111 a0", .unexpectedType, at: 4),
      Refusal("measres that are a map", "a1 190112 a0", .unexpectedType, at: 4),
      Refusal("intuse of 0", "a1 190113 00", .outOfRange, at: 4),
      Refusal("intuse of 6", "a1 190113 06", .outOfRange, at: 4),
      Refusal(
        "33 claims", "b821" + (0..<33).map { "38" + [UInt8(0x20 + $0)].hexadecimal + "00" }.joined(),
        .tooMany, at: 0),
    ])
  func refuses(refusal: Refusal) {
    let base = 300
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try EATClaims(decoding: refusal.bytes.span, base: base)
    }
    #expect(error == DecodeError(refusal.error.reason, at: base + refusal.error.offset))
  }

  @Test("takes the least and the greatest lengths")
  func limits() throws {
    for encoded in [
      "a1 0a \(Self.bytes(8))", "a1 0a \(Self.bytes(64))", "a1 190100 \(Self.bytes(7))",
      "a1 190100 \(Self.bytes(33))", "a2 190102 00 190103 \(Self.bytes(1))",
      "a2 190103 \(Self.bytes(32)) 190102 1affffffff", "a1 06 3b7fffffffffffffff", "a1 190107 04",
      "a1 190113 05", "a1 190109 42 2a03", "a1 03 82 61 61 60",
    ] {
      _ = try EATClaims(decoding: [UInt8](hexadecimal: encoded).span)
    }
  }
}
