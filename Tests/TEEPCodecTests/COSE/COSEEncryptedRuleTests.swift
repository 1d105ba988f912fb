import TEEPCodec
import TEEPTestSupport
import Testing

/// What is refused in an encrypted message, in bytes made by hand.
@Suite("COSEEncrypted") struct COSEEncryptedRuleTests {
  /// `{1: 1}` and an IV of 12 bytes.
  static let gcm = "43a10101 a1 05 4c 000000000000000000000000"
  /// The empty bucket, `alg` -65534 and an IV of 16 bytes.
  static let ctr = "40 a2 01 39fffd 05 50 00000000000000000000000000000000"
  static let wrapped = "5818 000000000000000000000000000000000000000000000000"
  static let x = "5820 0101010101010101010101010101010101010101010101010101010101010101"
  static let recipient = "83 40 a1 01 22 " + wrapped
  static let ephemeral = "a4 01 02 20 01 21 \(x) 22 \(x)"
  static let agreement = "83 44 a101381c a1 20 \(ephemeral) \(wrapped)"

  @Test(
    "refuses",
    arguments: [
      Refusal("COSE_Sign1", "d2 84 40 a0 40 40", .unsupported, at: 0),
      Refusal("2 elements", "82 40 a0", .wrongCount, at: 0),
      Refusal("5 elements", "85 \(gcm) f6 81 \(recipient) 00", .tooMany, at: 0),
      Refusal("tag 16 with recipients", "d0 84 \(gcm) f6 81 \(recipient)", .wrongCount, at: 1),
      Refusal("tag 96 without recipients", "d860 83 \(gcm) f6", .wrongCount, at: 2),
      Refusal("no alg", "d0 83 40 a1 05 4c 000000000000000000000000 f6", .missingMember, at: 2),
      Refusal(
        "AEAD alg unprotected", "d0 83 40 a2 01 01 05 4c 000000000000000000000000 f6", .wrongBucket, at: 2),
      Refusal(
        "AES-CTR alg protected", "d0 83 45 a1 01 39fffd a1 05 50 00000000000000000000000000000000 f6",
        .wrongBucket, at: 2),
      Refusal(
        "AES-CTR with an encoded empty map (RFC 9459)",
        "d0 83 41a0 a2 01 39fffd 05 50 00000000000000000000000000000000 f6", .wrongBucket, at: 2),
      Refusal(
        "AES-CTR with something protected",
        "d0 83 44 a1 04 41 61 a2 01 39fffd 05 50 00000000000000000000000000000000 f6", .wrongBucket, at: 2),
      Refusal("no IV", "d0 83 43a10101 a0 f6", .missingMember, at: 1),
      Refusal(
        "an IV of GCM with 16 bytes", "d0 83 43a10101 a1 05 50 00000000000000000000000000000000 f6",
        .outOfRange, at: 8),
      Refusal(
        "an IV of CTR with 12 bytes", "d0 83 40 a2 01 39fffd 05 4c 000000000000000000000000 f6", .outOfRange,
        at: 9),
      Refusal(
        "an IV of ChaCha20/Poly1305 with 8 bytes", "d0 83 44a1011818 a1 05 48 0000000000000000 f6",
        .outOfRange,
        at: 9),
      Refusal("an IV that is text", "d0 83 43a10101 a1 05 60 f6", .unexpectedType, at: 8),
      Refusal("a partial IV", "d0 83 43a10101 a1 06 41 00 f6", .unsupported, at: 2),
      Refusal(
        "an IV in both buckets", "d0 83 45a2010105 40 a1 05 40 f6", .duplicateKey, at: 9),
      Refusal("a ciphertext that is text", "d0 83 \(gcm) 60", .unexpectedType, at: 21),
      Refusal("no recipient", "d860 84 \(gcm) f6 80", .wrongCount, at: 23),
      Refusal(
        "5 recipients",
        "d860 84 \(gcm) f6 85 \(recipient) \(recipient) \(recipient) \(recipient) \(recipient)", .tooMany,
        at: 23),
      Refusal("a recipient without alg", "d860 84 \(gcm) f6 81 83 40 a0 \(wrapped)", .missingMember, at: 25),
      Refusal(
        "a recipient with recipients", "d860 84 \(gcm) f6 81 84 40 a1 01 22 \(wrapped) 81 \(recipient)",
        .unsupported, at: 24),
      Refusal(
        "A128KW in the protected bucket", "d860 84 \(gcm) f6 81 83 43a10122 a0 \(wrapped)", .wrongBucket,
        at: 25),
      Refusal(
        "A128KW with something protected", "d860 84 \(gcm) f6 81 83 43a10440 a1 01 22 \(wrapped)",
        .wrongBucket, at: 25),
      Refusal(
        "A128KW with an IV", "d860 84 \(gcm) f6 81 83 40 a2 01 22 05 40 \(wrapped)", .unsupported, at: 25),
      Refusal(
        "a wrapped key of 16 bytes",
        "d860 84 \(gcm) f6 81 83 40 a1 01 22 50 00000000000000000000000000000000", .outOfRange, at: 29),
      Refusal(
        "a wrapped key that is null", "d860 84 \(gcm) f6 81 83 40 a1 01 22 f6", .unexpectedType, at: 29),
      Refusal(
        "ECDH-ES in the unprotected bucket",
        "d860 84 \(gcm) f6 81 83 40 a2 01 381c 20 \(ephemeral) \(wrapped)", .wrongBucket, at: 25),
      Refusal(
        "ECDH-ES without an ephemeral key", "d860 84 \(gcm) f6 81 83 44a101381c a0 \(wrapped)",
        .missingMember, at: 24),
      Refusal(
        "ECDH-ES with a salt, which no context here has",
        "d860 84 \(gcm) f6 81 83 44a101381c a2 20 \(ephemeral) 33 40 \(wrapped)", .unsupported, at: 108),
      Refusal(
        "an ephemeral key with a point's sign only",
        "d860 84 \(gcm) f6 81 83 44a101381c a1 20 a4 01 02 20 01 21 \(x) 22 f5 \(wrapped)", .compressedPoint,
        at: 73),
      Refusal(
        "an ephemeral key with its private key",
        "d860 84 \(gcm) f6 81 83 44a101381c a1 20 a5 01 02 20 01 21 \(x) 22 \(x) 23 \(x) \(wrapped)",
        .unsupported, at: 32),
      Refusal(
        "an ephemeral key on Ed25519",
        "d860 84 \(gcm) f6 81 83 44a101381c a1 20 a3 01 01 20 06 21 \(x) \(wrapped)", .unsupported, at: 32),
      Refusal("bytes behind the message", "d0 83 \(gcm) f6 00", .trailingBytes, at: 22),
    ])
  func refuses(refusal: Refusal) {
    let base = 300
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try COSEEncrypted(decoding: refusal.bytes.span, base: base)
    }
    #expect(error == DecodeError(refusal.error.reason, at: base + refusal.error.offset))
  }

  @Test("reads both forms with and without tag, attached and detached")
  func forms() throws {
    for (encoded, isEncrypt0, ciphertext) in [
      ("d0 83 \(Self.gcm) 42 0102", true, [1, 2]), ("83 \(Self.ctr) f6", true, nil),
      ("d860 84 \(Self.ctr) 42 0102 81 \(Self.recipient)", false, [1, 2]),
      ("84 \(Self.gcm) f6 82 \(Self.recipient) \(Self.agreement)", false, nil),
    ] as [(String, Bool, [UInt8]?)] {
      let bytes = [UInt8](hexadecimal: encoded)
      let message = try COSEEncrypted(decoding: bytes.span)
      #expect(message.isEncrypt0 == isEncrypt0)
      #expect([UInt8](present: message.ciphertext) == ciphertext)
      #expect((message.recipients.count == 0) == isEncrypt0)
    }
  }

  @Test("A128KW may have the encoding of an empty map, which counts as empty (RFC 9053, section 6.2.1)")
  func encodedEmptyMap() throws {
    let bytes = [UInt8](hexadecimal: "84 \(Self.gcm) f6 81 83 41a0 a2 01 22 04 41 6b \(Self.wrapped)")
    let message = try COSEEncrypted(decoding: bytes.span)
    let recipient = try message.recipients.recipient(at: 0)
    #expect(recipient.algorithm == .a128KW)
    #expect([UInt8](present: recipient.keyIdentifier) == [0x6B])
  }

  @Test("crit may name the IV where it is protected and there")
  func criticalInitializationVector() throws {
    let bytes = [UInt8](
      hexadecimal: "83 56 a3 01 01 02 82 01 05 05 4c 000102030405060708090a0b a0 f6".replacing(
        "56", with: "55"))
    let message = try COSEEncrypted(decoding: bytes.span)
    #expect([UInt8](message.initializationVector) == Array(0...11))
  }
}
