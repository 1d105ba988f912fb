import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// Signers of manifests, and a TAM that has to be attested, that a certificate authority vouches for.
@Suite(
  .enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)),
  .inThisProcess("clock that a test sets"),
  .disabled(if: TestCipherSuite.current != .esp256, "certificates are of P-256 keys alone"))
struct CertifiedSignerTests {
  private let root: TestAuthority
  private let tam: TestKey
  private let signer: TestKey

  init() throws {
    root = try TestAuthority()
    tam = try TestKey("K3")
    signer = try TestKey("K1")
  }

  private func anchor(_ name: String, uri: String = "", policy: TrustAnchorPolicy = []) throws
    -> TestProvisioning.Anchor
  {
    try TestProvisioning.Anchor(
      key: TestKey(authority: root.publicKey()), uri: uri, policy: policy.union(.certifiesKeys),
      certifiedName: name)
  }

  /// A device whose signer is the authority's, after an Update with a manifest that was signed so.
  private func updated(
    by key: TestKey, _ certificates: [[UInt8]], days: Int = 0
  ) throws -> (answer: CertifiedDevice.Answer?, isInstalled: Bool) {
    var provisioning = try TestProvisioning()
    provisioning.signers = [try anchor("signer.example")]
    var device = try CertifiedDevice(provisioning, days: days)
    let envelope = try TestEnvelope().signed(by: key, certificates: certificates)
    let answer = try device.process(tam.sign(TestEnvelope.update([envelope])))
    return try (answer, device.holdsComponent())
  }

  @Test("A manifest is taken from whom the authority vouches for under the signer's name")
  func manifest() throws {
    let certificates = try root.authority("below").certificates(for: signer.publicKey, name: "signer.example")
    let (answer, isInstalled) = try updated(by: signer, certificates)
    #expect(answer?.type == .success)
    #expect(isInstalled)
  }

  @Test(
    "Certificates of a manifest that do not count: the code of the Error says why, and a report which manifest"
  )
  func refusedManifest() throws {
    let good = try root.certificates(for: signer.publicKey, name: "signer.example")
    let foreign = try TestAuthority().certificates(for: signer.publicKey, name: "signer.example")
    let other = try root.certificates(for: signer.publicKey, name: "tam.example")
    for (certificates, days, code) in [
      (foreign, 0, TEEPErrorCode.badCertificate), (other, 0, .badCertificate),
      (good, 31, .certificateExpired),
      ([], 0, .manifestProcessingFailed),
    ] {
      let (answer, isInstalled) = try updated(by: signer, certificates, days: days)
      #expect(answer?.code == code)
      #expect(answer?.hasReports == true)
      #expect(!isInstalled)
    }
  }

  @Test(
    "What a verifier says of a TAM counts for the key in the TAM's certificate, and for no other that it has")
  func attestedTAM() throws {
    let verifier = try TestKey("K2")
    var provisioning = try TestProvisioning()
    provisioning.tams = [try anchor("tam.example", uri: TestDevice.tamURI, policy: .needsAttestation)]
    provisioning.verifiers = [TestProvisioning.Anchor(key: verifier)]
    var device = try CertifiedDevice(provisioning)
    let certificates = try root.certificates(for: tam.publicKey, name: "tam.example")
    let update = try TestEnvelope.update([TestEnvelope().signed(by: signer)])

    func request(_ subject: TestKey?, _ nonce: [UInt8]) throws -> [UInt8] {
      var options: [(UInt64, [UInt8])] = []
      if let subject {
        let claims: [(UInt64, [UInt8])] = [
          (8, .map([(3, .byteString(subject.identifier))])), (10, .byteString(nonce)),
        ]
        options = [(6, .byteString(try verifier.sign(.map(claims))))]
      }
      return [0x85, 0x01] + .map(options) + [UInt8](hexadecimal: "81 81 82 12 28 81 84 2f28381c39fffd 02")
    }
    let first = try #require(
      try device.process(tam.sign(request(nil, []), certificates: certificates)))
    #expect(first.code == .attestationRequired)
    // The authority's key is not the TAM's.
    let authority = try TestKey(authority: root.publicKey())
    let second = try #require(
      try device.process(tam.sign(request(authority, first.challenge), certificates: certificates)))
    #expect(second.code == .attestationRequired)
    let third = try device.process(tam.sign(request(tam, second.challenge), certificates: certificates))
    #expect(third?.type == .queryResponse)

    let otherKey = try TestKey("K7")
    let otherCertificates = try root.certificates(for: otherKey.publicKey, name: "tam.example")
    let foreign = try device.process(otherKey.sign(update, certificates: otherCertificates))
    #expect(foreign?.code == .attestationRequired)
  }
}
