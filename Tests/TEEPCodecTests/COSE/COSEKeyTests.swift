import TEEPCodec
import TEEPTestSupport
import Testing

/// COSE_Key and x5chain.
@Suite("COSEKey") struct COSEKeyTests {
  static let x = "5820 0101010101010101010101010101010101010101010101010101010101010101"

  @Test("RFC 9679, section 5.5: the thumbprint of a key with more members than its type requires")
  func thumbprint() throws {
    let bytes = [UInt8](
      hexadecimal: "a5 01 02 20 01 21 5820 65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
        + "22 5820 1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"
        + "02 5824 6d65726961646f632e6272616e64796275636b406275636b6c616e642e6578616d706c65")
    let key = try COSEKey(decoding: bytes.span)
    #expect(key.kind == .p256)
    #expect([UInt8](present: key.keyIdentifier) == Array("meriadoc.brandybuck@buckland.example".utf8))
    let input = key.thumbprintInput
    #expect(
      try sha256(joined { input.forEachPiece($0) })
        == "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec")
  }

  @Test("each kind is read, its members in any order, and written again")
  func kinds() throws {
    for (encoded, kind, algorithm) in [
      ("a4 22 \(Self.x) 21 \(Self.x) 20 01 01 02", COSEKey.Kind.p256, nil),
      ("a5 01 01 03 32 20 06 21 \(Self.x) 23 \(Self.x)", .ed25519, .ed25519),
      ("a3 20 04 21 \(Self.x) 01 01", .x25519, nil), ("a3 01 04 20 43 010203 0442 0102", .symmetric, nil),
    ] as [(String, COSEKey.Kind, COSEAlgorithm?)] {
      let bytes = [UInt8](hexadecimal: encoded)
      let key = try COSEKey(decoding: bytes.span)
      #expect(key.kind == kind)
      #expect(key.algorithm == algorithm)
      #expect([UInt8](present: key.privateKey)?.count == (kind == .ed25519 ? 32 : nil))
      #expect([UInt8](key.symmetricKey) == (kind == .symmetric ? [1, 2, 3] : []))
      #expect(key.x.count == (kind == .symmetric ? 0 : 32))
      #expect(key.y.count == (kind == .p256 ? 32 : 0))
      let output = try written { (writer) throws(EncodeError) in try writer.coseKey(key.thumbprintInput) }
      let again = try COSEKey(decoding: output.span)
      #expect(again.kind == kind)
      #expect([UInt8](again.x) == [UInt8](key.x))
    }
  }

  @Test(
    "refuses",
    arguments: [
      Refusal("no map", "80", .unexpectedType, at: 0),
      Refusal("no kty", "a1 20 01", .missingMember, at: 0),
      Refusal("a kty that is not known, RSA", "a1 01 03", .unsupported, at: 2),
      Refusal("a kty that is text", "a1 01 60", .unexpectedType, at: 2),
      Refusal("EC2 without a curve", "a3 01 02 21 \(x) 22 \(x)", .missingMember, at: 0),
      Refusal("EC2 on P-384", "a4 01 02 20 02 21 \(x) 22 \(x)", .unsupported, at: 0),
      Refusal("EC2 on Ed25519", "a4 01 02 20 06 21 \(x) 22 \(x)", .unsupported, at: 0),
      Refusal("OKP on P-256", "a3 01 01 20 01 21 \(x)", .unsupported, at: 0),
      Refusal("EC2 without x", "a3 01 02 20 01 22 \(x)", .missingMember, at: 0),
      Refusal("EC2 without y", "a3 01 02 20 01 21 \(x)", .missingMember, at: 0),
      Refusal("EC2 with the sign of y", "a4 01 02 20 01 21 \(x) 22 f4", .compressedPoint, at: 41),
      Refusal(
        "EC2 with an x of 31 bytes", "a2 01 02 21 581f \([UInt8](repeating: 1, count: 31).hexadecimal)",
        .outOfRange, at: 4),
      Refusal("OKP without x", "a2 01 01 20 06", .missingMember, at: 0),
      Refusal("OKP with a y", "a4 01 01 20 06 21 \(x) 22 \(x)", .unsupported, at: 40),
      Refusal("a symmetric key without k", "a1 01 04", .missingMember, at: 0),
      Refusal("a symmetric key of no bytes", "a2 01 04 20 40", .outOfRange, at: 4),
      Refusal("a symmetric key with an x", "a3 01 04 20 41 00 21 \(x)", .unsupported, at: 6),
      Refusal("a private key of 3 bytes", "a2 01 01 23 43 010203", .outOfRange, at: 4),
      Refusal("a label twice", "a3 01 01 20 06 20 06", .duplicateKey, at: 5),
      Refusal("kty twice", "a2 01 01 01 01", .duplicateKey, at: 3),
      Refusal(
        "13 members", "ad 01 01 18180018190018 1a00181b00181c00181d00181e00181f00182000182100182200182300",
        .tooMany, at: 0),
      Refusal("bytes behind the key", "a3 01 01 20 06 21 \(x) 00", .trailingBytes, at: 40),
    ])
  func refuses(refusal: Refusal) {
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try COSEKey(decoding: refusal.bytes.span, base: 50)
    }
    #expect(error == DecodeError(refusal.error.reason, at: 50 + refusal.error.offset))
  }

  @Test("x5chain is one certificate or several (RFC 9360, section 2)")
  func certificates() throws {
    for (encoded, chain) in [
      ("d2 84 43a10128 a1 1821 43 010203 40 40", [[1, 2, 3]]),
      ("d2 84 4aa2 01 28 1821 82 41 01 41 02 a0 40 40", [[1], [2]]), ("d2 84 43a10128 a0 40 40", nil),
    ] as [(String, [[UInt8]]?)] {
      let bytes = [UInt8](hexadecimal: encoded)
      let message = try COSESigned(decoding: bytes.span)
      let certificates = try message.certificateChain(of: message.signature(at: 0))
      if let certificates {
        #expect(certificates.count == chain?.count)
        for index in 0..<certificates.count {
          let certificate = try certificates.certificate(at: index)
          #expect([UInt8](certificate) == chain?[index])
        }
      } else {
        #expect(chain == nil)
      }
    }
  }

  @Test(
    "x5chain refuses",
    arguments: [
      Refusal("text", "60", .unexpectedType, at: 4),
      Refusal("an empty certificate", "40", .outOfRange, at: 4),
      Refusal("an array of one", "81 41 00", .wrongCount, at: 4),
      Refusal("an array of texts", "82 60 60", .unexpectedType, at: 5),
      Refusal("9 certificates", "89 4100 4100 4100 4100 4100 4100 4100 4100 4100", .tooMany, at: 4),
    ])
  func certificatesRefused(refusal: Refusal) throws {
    let bytes = [UInt8](hexadecimal: "84 40 a1 1821") + refusal.bytes + [0x40, 0x40]
    let message = try COSESigned(decoding: bytes.span)
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try message.certificateChain(of: message.signature(at: 0))
    }
    #expect(error == DecodeError(refusal.error.reason, at: refusal.error.offset + 1))
  }
}
