import Foundation
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

/// Evidence whose key is not registered: a certificate authority vouches for it (RFC 9360).
@Suite struct CertifiedEvidenceTests {
  private let root: TestAuthority
  private let fixture: TAMFixture
  private let agent: FakeAgent
  /// Holds the attestation key, which the TAM does not know.
  private let attester: FakeAgent
  private let envelope: TestEnvelope

  init() async throws {
    root = try TestAuthority()
    var attestation = Attestation()
    attestation.verifier = BuiltInVerifier(
      references: .any, authority: try AttestationAuthority(at: root.file))
    fixture = try TAMFixture(attestation: attestation)
    // OpenSSL makes certificates that are valid from now on.
    fixture.clock.advance(Date().addingTimeInterval(60).timeIntervalSince(fixture.clock.now))
    (agent, attester) = (try FakeAgent(), try FakeAgent())
    _ = try await fixture.tam.enroll(
      EnrollmentRequest(
        name: "device", publicKey: agent.verificationKey.pem(),
        ueid: FakeEvidence.ueid.hexadecimalDigits))
    envelope = try TestEnvelope("one", payload: [1])
    try await fixture.publish(envelope)
  }

  /// The certificates of the attestation key, which name the device with this UEID (RFC 9711, section 4.2.1).
  private func chain(
    by authority: TestAuthority, of ueid: [UInt8] = FakeEvidence.ueid, for key: FakeAgent? = nil
  ) throws -> [[UInt8]] {
    try authority.certificates(
      for: (key ?? attester).verificationKey.rawRepresentation,
      name: "device,URI:urn:dev:ueid:\(ueid.hexadecimalDigits)")
  }

  /// The answer to evidence with these certificates.
  private func answer(_ certificates: [[UInt8]]) async throws -> ReceivedMessage {
    let challenge = try #require(ReceivedMessage(await fixture.tam.processConnect()).challenge)
    let evidence = try FakeEvidence(of: agent, challenge: challenge)
      .signed(by: attester, certificates: certificates)
    let response = try agent.queryResponse(
      token: nil, requested: [request(envelope.component)], version: 0, attestation: evidence)
    return try ReceivedMessage(await fixture.tam.processMessage(response))
  }

  /// Demands an Update with nothing but this code, and that the operator learns why.
  private func expectRefused(_ certificates: [[UInt8]], code: UInt64, _ problem: String) async throws {
    let update = try await answer(certificates)
    #expect(update.errorCode == code, "\(problem)")
    #expect(update.envelopes == [])
    let attestation = try await fixture.device("device")?.attestation
    #expect(attestation?.trustedUntil == nil)
    #expect(attestation?.problem?.contains(problem) == true, "\(attestation?.problem ?? "")")
  }

  @Test("A device whose key the authority vouches for, itself or by another one, gets what is published")
  func certified() async throws {
    let middle = try root.authority("middle")
    for authority in [root, middle] {
      #expect(try await answer(chain(by: authority)).envelopes == [envelope.encoded])
      #expect(try await fixture.device("device")?.attestation?.problem == nil)
    }
  }

  @Test("What leads to no key of the device by the authority is refused with ERR_BAD_CERTIFICATE (6)")
  func bad() async throws {
    let none = "lead to no authority"
    try await expectRefused(chain(by: TestAuthority()), code: 6, none)
    let plain = try root.authority("plain", extensions: ["basicConstraints=critical,CA:false"])
    try await expectRefused(chain(by: plain), code: 6, none)
    let strange = try root.authority(
      "strange", extensions: TestAuthority.authorityExtensions + ["1.2.3.4=critical,ASN1:NULL"])
    try await expectRefused(chain(by: strange), code: 6, none)
    // The one in the middle is missing.
    try await expectRefused([chain(by: root.authority("absent"))[0]], code: 6, none)
    let other = [0x01] + [UInt8](repeating: 9, count: 16)
    try await expectRefused(chain(by: root, of: other), code: 6, "not of the device")
    let unnamed = try root.certificates(for: attester.verificationKey.rawRepresentation, name: "device")
    try await expectRefused(unnamed, code: 6, "not of the device")
    try await expectRefused([[0x30, 0x00]], code: 6, "cannot be read")
  }

  @Test("Certificates that have expired or are not valid yet are refused with ERR_CERTIFICATE_EXPIRED (9)")
  func expired() async throws {
    let good = try chain(by: root)
    let short = try chain(by: root.authority("short", days: 1))
    fixture.clock.advance(2 * 24 * 3600)
    try await expectRefused(short, code: 9, "not valid now")
    #expect(try await answer(good).envelopes == [envelope.encoded])
    fixture.clock.advance(-4 * 24 * 3600)
    try await expectRefused(good, code: 9, "not valid now")
  }

  @Test("A certificate is of no use without its key, and none is demanded with ERR_ATTESTATION_REQUIRED (7)")
  func withoutKey() async throws {
    try await expectRefused(chain(by: root, for: FakeAgent()), code: 7, "no valid signature")
    try await expectRefused([], code: 7, "sends no certificates")
  }

  @Test("A device that is enrolled with an attestation key is judged by that alone")
  func registered() async throws {
    _ = try await fixture.tam.unenroll(UnenrollmentRequest(name: "device"))
    _ = try await fixture.tam.enroll(
      EnrollmentRequest(
        name: "device", publicKey: agent.verificationKey.pem(),
        attestationKey: FakeAgent().verificationKey.pem(), ueid: FakeEvidence.ueid.hexadecimalDigits))
    try await expectRefused(chain(by: root), code: 7, "no valid signature")
  }
}
