import Foundation
import GRDB
import TEEPCodec
import TEEPHost
import Testing

@testable import TEEPTAM

/// Evidence that the TAM judges itself (draft-ietf-teep-protocol-26, section 7.1.1).
@Suite struct EvidenceTests {
  private let fixture: TAMFixture
  private let agent: FakeAgent
  /// Holds the device's attestation key.
  private let attester: FakeAgent
  private let envelope: TestEnvelope

  init() async throws {
    var attestation = Attestation()
    attestation.verifier = BuiltInVerifier(
      references: ReferenceValues([
        ReferenceValues.Entry(oemid: "f1e2d3", hwmodel: "6D6F64656C2D31", hwversion: ["0.9", "1.0"])
      ]))
    fixture = try TAMFixture(attestation: attestation)
    (agent, attester) = (try FakeAgent(), try FakeAgent(.ed25519))
    _ = try await fixture.tam.enroll(
      EnrollmentRequest(
        name: "device", publicKey: agent.verificationKey.pem(),
        attestationKey: attester.verificationKey.pem(), ueid: FakeEvidence.ueid.hexadecimalDigits))
    envelope = try TestEnvelope("one", payload: [1])
    try await fixture.publish(envelope)
  }

  private func challenge() async throws -> [UInt8] {
    try #require(ReceivedMessage(await fixture.tam.processConnect()).challenge)
  }

  /// The answer to a QueryResponse that asks for the component, with this payload.
  private func answer(_ payload: AttestationPayload?) async throws -> ReceivedMessage {
    try ReceivedMessage(await fixture.tam.processMessage(response(payload)))
  }

  private func response(_ payload: AttestationPayload?, version: UInt64 = 0) throws -> [UInt8] {
    try agent.queryResponse(
      token: nil, requested: [request(envelope.component)], version: version, attestation: payload)
  }

  /// Demands ERR_ATTESTATION_REQUIRED (7), and that nothing of the message counts.
  private func expectRefused(_ payload: AttestationPayload?, _ problem: String?) async throws {
    let update = try await answer(payload)
    #expect(update.type == .update)
    #expect(update.errorCode == 7)
    #expect(update.envelopes == [])
    let device = try #require(try await fixture.device("device"))
    #expect(device.lastSeen == nil)
    #expect(device.attestation?.trustedUntil == nil)
    if let problem { #expect(device.attestation?.problem?.contains(problem) == true, "\(device)") }
  }

  @Test(
    "The first QueryRequest asks for attestation with a challenge of 32 bytes, and has no token (section 4.2)"
  )
  func firstRequest() async throws {
    let request = try ReceivedMessage(await fixture.tam.processConnect())
    #expect(request.dataItems == 1 | 2 | 4)
    #expect(request.challenge?.count == 32)
    #expect(request.token == [])
  }

  @Test("Evidence of the device's attestation key with the challenge passes, once")
  func passed() async throws {
    let response = try response(
      FakeEvidence(of: agent, challenge: await challenge()).signed(by: attester))
    let update = try ReceivedMessage(await fixture.tam.processMessage(response))
    #expect(update.envelopes == [envelope.encoded])
    let device = try #require(try await fixture.device("device"))
    #expect(device.attestation?.trustedUntil == fixture.clock.now + 24 * 3600)
    #expect(device.attestation?.problem == nil)
    // The challenge is used: the same again is ignored.
    #expect(try await fixture.tam.processMessage(response) == nil)
  }

  @Test("A QueryResponse without an attestation payload is refused with ERR_ATTESTATION_REQUIRED")
  func absent() async throws {
    _ = try await challenge()
    try await expectRefused(nil, nil)
  }

  @Test("Evidence of another key, of another device, about another key or without a claim is refused")
  func failed() async throws {
    let other = try FakeAgent()
    try await expectRefused(
      FakeEvidence(of: agent, challenge: challenge()).signed(by: other), "no valid signature")
    // The device's own key signs messages and no evidence.
    try await expectRefused(
      FakeEvidence(of: agent, challenge: challenge()).signed(by: agent), "no valid signature")
    try await expectRefused(
      FakeEvidence(of: other, challenge: challenge()).signed(by: attester), "cnf does not name")
    var evidence = try await FakeEvidence(of: agent, challenge: challenge())
    evidence.ueid = [0x01] + [UInt8](repeating: 9, count: 16)
    try await expectRefused(evidence.signed(by: attester), "ueid is not the one")
    evidence = try await FakeEvidence(of: agent, challenge: challenge())
    evidence.ueid = nil
    try await expectRefused(evidence.signed(by: attester), "ueid are missing")
  }

  @Test("A challenge that was never issued, has expired or was another device's is ignored without an Update")
  func badChallenge() async throws {
    let unknown = FakeEvidence(of: agent, challenge: [UInt8](repeating: 5, count: 32))
    #expect(try await fixture.tam.processMessage(response(unknown.signed(by: attester))) == nil)
    let old = try await FakeEvidence(of: agent, challenge: challenge()).signed(by: attester)
    fixture.clock.advance(24 * 3600)
    #expect(try await fixture.tam.processMessage(response(old)) == nil)
    // A token is no challenge.
    let token = try await fixture.tam.makeQueryRequest(Offer(suites: [.p256]), for: nil)
    let wrong = FakeEvidence(of: agent, challenge: try ReceivedMessage(token).token)
    #expect(try await fixture.tam.processMessage(response(wrong.signed(by: attester))) == nil)
    #expect(try await fixture.device("device")?.attestation == nil)
  }

  @Test(
    "A state that agrees with no reference values: what repairs is installed, otherwise ERR_ATTESTATION_REQUIRED"
  )
  func repair() async throws {
    var evidence = try await FakeEvidence(of: agent, challenge: challenge())
    evidence.hardwareModel = Array("model-2".utf8)
    try await expectRefused(evidence.signed(by: attester), "no reference values agree")
    _ = try await fixture.tam.publish(
      PublicationRequest(envelope: envelope.encoded, payload: nil, repairs: true))
    evidence.challenge = try await challenge()
    let update = try await answer(evidence.signed(by: attester))
    #expect(update.envelopes == [envelope.encoded])
    #expect(update.errorCode == nil)
    #expect(try await fixture.device("device")?.attestation?.trustedUntil == nil)
  }

  @Test("A version that was not offered is ERR_UNSUPPORTED_MSG_VERSION, with evidence too")
  func version() async throws {
    let evidence = try await FakeEvidence(of: agent, challenge: challenge()).signed(by: attester)
    let update = try ReceivedMessage(
      await fixture.tam.processMessage(response(evidence, version: 1)))
    #expect(update.errorCode == 4)
  }

  @Test("After ERR_UNSUPPORTED_FRESHNESS_MECHANISMS without a mechanism in common nothing is left to say")
  func freshness() async throws {
    _ = try await challenge()
    #expect(try await fixture.tam.processMessage(agent.error(3, token: nil, freshness: [1])) == nil)
  }

  @Test("A trusted device goes on in its session with a token, and attests itself again in the next")
  func session() async throws {
    let device = try #require(
      try await fixture.tam.store.database.read { try DeviceRecord.find(name: "device", in: $0) })
    #expect(fixture.tam.nextOffer(for: device).asksForAttestation)
    _ = try await answer(FakeEvidence(of: agent, challenge: challenge()).signed(by: attester))
    let trusted = try #require(
      try await fixture.tam.store.database.read { try DeviceRecord.find(name: "device", in: $0) })
    #expect(!fixture.tam.nextOffer(for: trusted).asksForAttestation)
    fixture.clock.advance(24 * 3600)
    #expect(fixture.tam.nextOffer(for: trusted).asksForAttestation)
  }

  @Test("A token from before the TAM asked for attestation is answered with a QueryRequest that does")
  func olderToken() async throws {
    let fixture = try TAMFixture()
    let agent = try await fixture.enroll("device")
    let token = try await fixture.connect()
    let tam = try fixture.restarted(attestation: self.fixture.attestation)
    let answer = try ReceivedMessage(await tam.processMessage(agent.queryResponse(token: token)))
    #expect(answer.type == .queryRequest)
    #expect(answer.challenge?.count == 32)
    #expect(answer.isSign1)
  }
}
