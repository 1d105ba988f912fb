import TEEPCodec
import TEEPTestSupport
import Testing

/// What is refused in a signed message, in bytes made by hand.
@Suite("COSESigned") struct COSESignedRuleTests {
  @Test(
    "refuses",
    arguments: [
      Refusal("COSE_Mac0, which is not signed (RFC 9052, table 1)", "d1 84 40 a0 40 40", .unsupported, at: 0),
      Refusal("COSE_Encrypt", "d860 84 40 a0 f6 80", .unsupported, at: 0),
      Refusal("a tag within the tag", "d2 d2 84 40 a0 40 40", .unexpectedType, at: 1),
      Refusal("a map", "a0", .unexpectedType, at: 0),
      Refusal("3 elements", "d2 83 40 a0 40", .wrongCount, at: 1),
      Refusal("5 elements, such as COSE_Mac", "85 40 a0 40 40 80", .wrongCount, at: 0),
      Refusal("a protected bucket that is no byte string", "d2 84 a0 a0 40 40", .unexpectedType, at: 2),
      Refusal("a protected bucket that is no map", "d2 84 41 00 a0 40 40", .unexpectedType, at: 3),
      Refusal("bytes behind the protected bucket", "d2 84 44 a1 01 28 00 a0 40 40", .trailingBytes, at: 6),
      Refusal("an unprotected bucket that is no map", "d2 84 40 40 40 40", .unexpectedType, at: 3),
      Refusal("alg outside of the protected bucket", "d2 84 40 a1 01 28 40 40", .wrongBucket, at: 2),
      Refusal("alg in both buckets", "d2 84 43 a1 01 28 a1 01 28 40 40", .duplicateKey, at: 7),
      Refusal("alg as text", "d2 84 44 a1 01 61 41 a0 40 40", .unexpectedType, at: 5),
      Refusal("alg of more than 32 bits", "d2 84 47 a1 01 3a 80 00 00 00 a0 40 40", .outOfRange, at: 5),
      Refusal("alg twice", "d2 84 45 a2 01 28 01 32 a0 40 40", .duplicateKey, at: 6),
      Refusal("an unknown label twice", "d2 84 40 a2 18 64 00 18 64 00 40 40", .duplicateKey, at: 7),
      Refusal("a text label twice", "d2 84 40 a2 61 61 00 61 61 01 40 40", .duplicateKey, at: 7),
      Refusal("kid in both buckets", "d2 84 44 a1 04 41 61 a1 04 41 61 40 40", .duplicateKey, at: 8),
      Refusal("kid as text", "d2 84 40 a1 04 61 61 40 40", .unexpectedType, at: 5),
      Refusal("content type in both buckets", "d2 84 43 a1 03 00 a1 03 00 40 40", .duplicateKey, at: 7),
      Refusal("a label that is a byte string", "d2 84 40 a1 41 61 00 40 40", .unexpectedType, at: 4),
      Refusal("a label of more than 32 bits", "d2 84 40 a1 1a80000000 00 40 40", .outOfRange, at: 4),
      Refusal(
        "9 parameters in a bucket", "d2 84 40 a9 05 00 06 00 07 00 08 00 09 00 0a 00 0b 00 0c 00 0d 00 40 40",
        .tooMany,
        at: 3),
      Refusal("an unknown critical label", "d2 84 46 a2 02 81 08 08 00 a0 40 40", .unknownCritical, at: 4),
      Refusal(
        "crit of RFC 9052, appendix C.1.4",
        "d862 84 56 a2 687265736572766564 f4 02 81 687265736572766564 a0 40 81 83 40 a0 40",
        .unknownCritical, at: 15),
      Refusal("an IV, where nothing is encrypted", "d2 84 40 a1 05 41 00 40 40", .unsupported, at: 2),
      Refusal("a partial IV", "d2 84 43 a1 06 40 a0 40 40", .unsupported, at: 2),
      Refusal("an IV in the protected bucket", "d2 84 44 a1 05 41 00 a0 40 40", .unsupported, at: 2),
      Refusal("crit that is empty", "d2 84 43 a1 02 80 a0 40 40", .wrongCount, at: 5),
      Refusal(
        "crit of a label that is not there", "d2 84 46 a2 01 28 02 81 04 a0 40 40", .missingMember, at: 3),
      Refusal(
        "crit of a label in the other bucket", "d2 84 44 a1 02 81 04 a1 04 40 40 40", .missingMember, at: 3),
      Refusal("crit of itself", "d2 84 44 a1 02 81 02 a0 40 40", .unknownCritical, at: 4),
      Refusal("crit that is no array", "d2 84 43 a1 02 01 a0 40 40", .unexpectedType, at: 5),
      Refusal("crit in the unprotected bucket", "d2 84 43 a1 01 28 a1 02 81 01 40 40", .wrongBucket, at: 7),
      Refusal(
        "an unknown label in both buckets", "d2 84 44 a1 18 64 00 a1 18 64 00 40 40", .duplicateKey, at: 8),
      Refusal("a text label in both buckets", "d2 84 44 a1 61 61 00 a1 61 61 00 40 40", .duplicateKey, at: 8),
      Refusal("a protected map longer than its byte string", "d2 84 42 a1 01 28 a0 40 40", .truncated, at: 4),
      Refusal("a payload that is an integer", "d2 84 40 a0 00 40", .unexpectedType, at: 4),
      Refusal("a payload that is text", "d2 84 40 a0 60 40", .unexpectedType, at: 4),
      Refusal("tag 18 with signatures of COSE_Sign", "d2 84 40 a0 40 81 83 40 a0 40", .unexpectedType, at: 5),
      Refusal("tag 98 with the signature of COSE_Sign1", "d862 84 40 a0 40 40", .unexpectedType, at: 6),
      Refusal("neither signature nor signatures", "84 40 a0 40 a0", .unexpectedType, at: 4),
      Refusal("COSE_Sign with no signature", "d862 84 40 a0 40 80", .wrongCount, at: 6),
      Refusal(
        "COSE_Sign with 5 signatures", "d862 84 40 a0 40 85 8340a040 8340a040 8340a040 8340a040 8340a040",
        .tooMany,
        at: 6),
      Refusal("a signature of 2 elements", "d862 84 40 a0 40 81 82 40 a0", .wrongCount, at: 7),
      Refusal(
        "a signer's alg outside of its protected bucket", "d862 84 40 a0 40 81 83 40 a1 01 28 40",
        .wrongBucket, at: 8),
      Refusal("bytes behind the message", "d2 84 40 a0 40 40 00", .trailingBytes, at: 6),
    ])
  func refuses(refusal: Refusal) {
    let base = 300
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try COSESigned(decoding: refusal.bytes.span, base: base)
    }
    #expect(error == DecodeError(refusal.error.reason, at: base + refusal.error.offset))
  }

  @Test("reads both forms with and without tag (RFC 9052, section 2)")
  func forms() throws {
    for (encoded, isSign1) in [
      ("d2 84 40 a0 41 07 41 09", true), ("84 40 a0 41 07 41 09", true),
      ("d862 84 40 a0 41 07 81 83 40 a0 41 09", false),
      ("84 40 a0 41 07 81 83 40 a0 41 09", false),
    ] {
      let bytes = [UInt8](hexadecimal: encoded)
      let signed = try COSESigned(decoding: bytes.span)
      let signature = try signed.signature(at: 0)
      #expect(signed.isSign1 == isSign1)
      #expect(signed.signatureCount == 1)
      #expect([UInt8](present: signed.payload) == [0x07])
      #expect([UInt8](signed.value(of: signature)) == [0x09])
      #expect(signature.algorithm == nil)
      #expect([UInt8](present: signed.keyIdentifier(of: signature)) == nil)
    }
  }

  @Test("keeps each signer's own parameters apart")
  func signers() throws {
    let bytes = [UInt8](
      hexadecimal:
        "d862 84 43a10300 a1 04 41ee 41 07 83 83 43a10128 a1 04 4101 41 0a 83 43a10132 a0 41 0b 83 40 a1 04 4103 41 0c"
    )
    let signed = try COSESigned(decoding: bytes.span)
    #expect(signed.signatureCount == 3)
    let first = try signed.signature(at: 0)
    let second = try signed.signature(at: 1)
    let third = try signed.signature(at: 2)
    #expect([first.algorithm, second.algorithm, third.algorithm] == [.esp256, .ed25519, nil])
    #expect([UInt8](present: signed.keyIdentifier(of: first)) == [0x01])
    #expect([UInt8](present: signed.keyIdentifier(of: second)) == nil)
    #expect([UInt8](present: signed.keyIdentifier(of: third)) == [0x03])
    #expect([UInt8](signed.value(of: third)) == [0x0C])
    let missing = refusal { () throws(DecodeError) in _ = try signed.signature(at: 3) }
    #expect(missing == DecodeError(.truncated, at: bytes.count))
  }

  @Test("takes kid from the protected bucket too, and passes other labels over")
  func otherLabels() throws {
    let bytes = [UInt8](hexadecimal: "d2 84 46 a2 01 28 04 41 05 a3 07 4100 20 80 61 78 a0 41 07 40")
    let signed = try COSESigned(decoding: bytes.span, base: 50)
    let signature = try signed.signature(at: 0)
    #expect(signature.algorithm == .esp256)
    #expect([UInt8](present: signed.keyIdentifier(of: signature)) == [0x05])
    #expect(signed.payloadOffset == 50 + 19)
  }
}
