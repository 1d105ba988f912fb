import AgentCryptoBearSSL
import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// A key serves its one algorithm; -7, which names no curve, stands for ESP256 only where the anchor says so.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct KeyAlgorithmTests {
  /// A key of P-256 that calls its algorithm ES256 (RFC 9053, section 2.1).
  private struct ES256Signer: TestSigner {
    let key: TestKey
    var algorithm: COSEAlgorithm { .es256 }
    var identifier: [UInt8] { key.identifier }

    func signature(of structure: borrowing SignatureStructure) throws -> [UInt8] {
      try key.signature(of: structure)
    }
  }

  private func manifest(signedBy signer: some TestSigner) throws -> [UInt8] {
    var manifest = TestManifest()
    manifest.name = "m"
    manifest.components = ["a"]
    manifest.sections[.install] = [
      .set([(.content, .byteString([1, 2, 3]))]), .init(.directiveWrite),
    ]
    return try manifest.signed(by: signer)
  }

  @Test("A message signed with -7 is a TAM's only where its anchor says so", arguments: [true, false])
  func message(isSaid: Bool) throws {
    var provisioning = try TestProvisioning()
    provisioning.signers[0].policy = [.allowsMissingConditions]
    provisioning.tams[0].key = try TestKey(published: "K3")
    if isSaid { provisioning.tams[0].policy = [.acceptsES256] }
    var device = try TestDevice(provisioning)
    let update = try TestEnvelope.update([manifest(signedBy: device.signer)])
    let payload = try #require(try device.process(ES256Signer(key: device.tam).coseSign1(update)))
    let answer = try TEEPMessage(decoding: payload.span, numbers: .final)
    // ERR_BAD_CERTIFICATE: no signature of a TAM that is trusted.
    #expect(answer.errorCode?.rawValue == (isSaid ? nil : 6))
    #expect(try device.contents(of: TestManifest.identifier("a")) == (isSaid ? [1, 2, 3] : nil))
  }

  @Test("A manifest signed with -7 is a signer's only where its anchor says so", arguments: [true, false])
  func manifest(isSaid: Bool) throws {
    var provisioning = try TestProvisioning()
    provisioning.signers[0].key = try TestKey(published: "K1")
    provisioning.signers[0].policy =
      isSaid ? [.allowsMissingConditions, .acceptsES256] : [.allowsMissingConditions]
    var device = try TestDevice(provisioning)
    let update = try TestEnvelope.update([manifest(signedBy: ES256Signer(key: device.signer))])
    let payload = try #require(try device.process(signing: update))
    let answer = try TEEPMessage(decoding: payload.span, numbers: .final)
    #expect(answer.errorCode?.rawValue == (isSaid ? nil : 11))
    #expect(try device.contents(of: TestManifest.identifier("a")) == (isSaid ? [1, 2, 3] : nil))
  }

  @Test("An anchor of Ed25519 takes Ed25519 and nothing else", arguments: [true, false])
  func ed25519(isItsOwn: Bool) throws {
    var provisioning = try TestProvisioning()
    let own = try TestKey(published: "R1")
    provisioning.tams[0].key = own
    provisioning.signers[0].policy = [.allowsMissingConditions]
    var device = try TestDevice(provisioning)
    let update = try TestEnvelope.update([manifest(signedBy: device.signer)])
    let message = try isItsOwn ? own.sign(update) : TestKey(published: "K3").sign(update)
    let payload = try #require(try device.process(message))
    let answer = try TEEPMessage(decoding: payload.span, numbers: .final)
    #expect(answer.errorCode?.rawValue == (isItsOwn ? nil : 6))
  }
}
