import TEEPCodec
import TEEPTestSupport
import Testing

/// Signatures that others made, checked by pyca/cryptography over what this codec says that they cover.
@Suite("Signed examples", .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct SignedExampleTests {
  private func key(_ name: String) throws -> VerificationKey { try VerificationKey(vector: name) }

  /// Whether each signature is valid under the key whose thumbprint it names, and under no other.
  private func check(_ bytes: [UInt8], keys: [VerificationKey]) throws {
    let signed = try COSESigned(decoding: bytes.span)
    for index in 0..<signed.signatureCount {
      let signature = try signed.signature(at: index)
      var identifier: [UInt8] = []
      if let kid = signed.keyIdentifier(of: signature) { identifier = [UInt8](kid) }
      for key in keys {
        let isValid = try key.isValidSignature(
          signed.value(of: signature), of: signed.structure(for: signature))
        #expect(isValid == (key.thumbprint == identifier && key.algorithm == signature.algorithm))
      }
      #expect(keys.contains { $0.thumbprint == identifier })
    }
  }

  static let messages = [
    "1a-query_request-token", "1b-query_request-challenge", "2a-query_response-requested",
    "2b-query_response-tclist",
    "3a-update-integrated", "3b-update-unlink", "3c-update-error", "4a-success", "4b-success-report",
    "5a-error-manifest", "5b-error-ciphersuites", "5c-error-attest-required",
  ]

  @Test("COSE_Sign1 of go-cose with ESP256 and with Ed25519", arguments: messages)
  func sign1(name: String) throws {
    let keys = try ["K3", "K7", "R1", "R2"].map(key)
    try check(Vectors.bytes("signed/\(name).sign1-esp256.cose"), keys: keys)
    try check(Vectors.bytes("signed/\(name).sign1-ed25519.cose"), keys: keys)
  }

  @Test("COSE_Sign of go-cose with both", arguments: messages.filter { $0.hasPrefix("1") })
  func sign(name: String) throws {
    try check(Vectors.bytes("signed/\(name).sign-both.cose"), keys: try ["K3", "K7", "R1", "R2"].map(key))
  }

  @Test(
    "SUIT envelopes, whose signatures cover the digest of the manifest as a detached payload",
    arguments: [
      "teep-appendixE-suit_uri", "teep-appendixE-suit_integrated", "teep-appendixE-suit_personalization",
      "suit-manifest-37-example0", "suit-manifest-37-example1", "suit-manifest-37-example2",
      "suit-manifest-37-example3",
      "suit-manifest-37-example4", "suit-manifest-37-example5", "suit-td-example0_dependent",
      "suit-td-example1_process",
      "suit-td-example2_integrated", "suit-enc-suit-manifest-es-ecdh-content",
    ])
  func envelopes(name: String) throws {
    let bytes = try Vectors.bytes("\(name).cbor")
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let block = try envelope.block(at: 0)
    let signature = try block.signature(at: 0)
    let covered = block.structure(for: signature, payload: envelope.encodedDigest)
    let other = block.structure(for: signature, payload: envelope.wrappedManifest)
    for (name, isSigner) in [("K1", true), ("K3", false)] {
      let key = try key(name)
      let isValid = try key.isValidSignature(block.value(of: signature), of: covered)
      let isValidForOther = try key.isValidSignature(block.value(of: signature), of: other)
      #expect(isValid == isSigner)
      #expect(!isValidForOther)
    }
  }

  @Test("the envelope with an ECDH dependency, which the TAM signed, and the dependency")
  func dependency() throws {
    let bytes = try Vectors.bytes("suit-enc-suit-manifest-es-ecdh-dependency.cbor")
    let uri = Array("#dependency-manifest".utf8)
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let block = try envelope.block(at: 0)
    let signature = try block.signature(at: 0)
    let isValid = try key("K3").isValidSignature(
      block.value(of: signature), of: block.structure(for: signature, payload: envelope.encodedDigest))
    #expect(isValid)
    guard let content = try envelope.integratedPayload(uri: uri.span) else {
      Issue.record("no dependency")
      return
    }
    let dependency = try SUITEnvelope(decoding: content)
    let inner = try dependency.block(at: 0)
    let innerSignature = try inner.signature(at: 0)
    let isInnerValid = try key("K1").isValidSignature(
      inner.value(of: innerSignature),
      of: inner.structure(for: innerSignature, payload: dependency.encodedDigest))
    #expect(isInnerValid)
  }
}
