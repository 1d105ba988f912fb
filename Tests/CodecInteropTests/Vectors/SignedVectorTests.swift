import TEEPCodec
import TEEPTestSupport
import Testing

/// Messages that go-cose signed, checked by pyca/cryptography over what this codec says that the signatures cover.
@Suite("Signed examples", .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct SignedVectorTests {
  static let messages: [Vector] = Vector.those { if case .signedMessage = $0 { true } else { false } }

  @Test("are signed by the key that each signature names, and by no other", arguments: messages)
  func signatures(vector: Vector) throws {
    let bytes = try vector.bytes()
    let signed = try COSESigned(decoding: bytes.span)
    #expect(signed.signatureCount == (vector.name.hasSuffix(".sign-both.cose") ? 2 : 1))
    #expect([UInt8](present: signed.payload) == (try Vectors.bytes(vector.stem + ".payload.cbor")))
    for index in 0..<signed.signatureCount {
      let signature = try signed.signature(at: index)
      let identifier = [UInt8](present: signed.keyIdentifier(of: signature))
      var signers = 0
      for key in try ["K1", "K2", "K3", "K7", "R1", "R2"].map(VerificationKey.init(vector:)) {
        let isSigner = key.thumbprint == identifier && key.algorithm == signature.algorithm
        let isValid =
          try key.algorithm == signature.algorithm
          && key.isValidSignature(signed.value(of: signature), of: signed.structure(for: signature))
        #expect(isValid == isSigner)
        signers += isSigner ? 1 : 0
      }
      #expect(signers == 1)
    }
  }

  @Test(
    "of keys have the thumbprints that the codec's input has",
    arguments: ["K1", "K2", "K3", "K7", "R1", "R2"])
  func thumbprints(name: String) throws {
    let key = try VerificationKey(vector: name)
    let x = key.publicKey.span.extracting(first: 32)
    let input =
      key.publicKey.count == 64
      ? [UInt8](KeyThumbprintInput(p256X: x, y: key.publicKey.span.extracting(last: 32)))
      : [UInt8](KeyThumbprintInput(ed25519: x))
    let thumbprint = try Peer.sha256(input)
    #expect(thumbprint == key.thumbprint)
  }
}
