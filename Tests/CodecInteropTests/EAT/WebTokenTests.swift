import TEEPCodec
import TEEPTestSupport
import Testing

/// CWTs of cbor2, signed by pyca/cryptography.
@Suite("CWTs that cbor2 encodes and pyca/cryptography signs") struct WebTokenTests {
  private struct MadeToken: Decodable {
    let encoded: String
    let `public`: String
    let kid: String
    /// By their labels.
    let claims: [String: String]
  }

  @Test("are read as what they were made of, and verify under their key alone")
  func read() throws {
    let random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for CWTs of cbor2")
    let tokens: [MadeToken] = try Python.pyca.ask("web-tokens", ["60", "\(random.seed)"])
    #expect(tokens.count == 60)
    for (index, made) in tokens.enumerated() {
      let bytes = [UInt8](hexadecimal: made.encoded)
      let token = try COSESigned(decodingCWT: bytes.span)
      let signature = try token.signature(at: 0)
      let key = VerificationKey(
        publicKey: [UInt8](hexadecimal: made.public), thumbprint: [UInt8](hexadecimal: made.kid))
      #expect(signature.algorithm == key.algorithm)
      #expect([UInt8](present: token.keyIdentifier(of: signature)) == key.thumbprint)
      let structure = token.structure(for: signature)
      #expect(try key.isValidSignature(token.value(of: signature), of: structure), "\(made.encoded)")
      // Of the same kind, so that it is the key that decides.
      let other = VerificationKey(
        publicKey: [UInt8](hexadecimal: tokens[(index + 2) % tokens.count].public), thumbprint: [])
      #expect(try !other.isValidSignature(token.value(of: signature), of: structure))
      let payload = [UInt8](present: token.payload) ?? []
      #expect(try EATClaimsTests.describe(EATClaims(decoding: payload.span)) == made.claims)
    }
  }
}
