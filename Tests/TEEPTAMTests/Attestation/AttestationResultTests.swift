import Foundation
import TEEPHost
import Testing

@testable import TEEPTAM

/// Attestation results that a device presents (draft-ietf-teep-protocol-26, section 7.1.1.1).
@Suite struct AttestationResultTests {
  private let fixture: TAMFixture
  private let agent: FakeAgent
  private let verifier: FakeAgent

  init() async throws {
    verifier = try FakeAgent()
    var attestation = Attestation()
    attestation.verifierKeys = [verifier.verificationKey]
    attestation.resultAge = 3600
    fixture = try TAMFixture(attestation: attestation)
    agent = try await fixture.enroll("device")
    try await fixture.publish(TestEnvelope("one", payload: [1]))
  }

  /// The error code of the answer to a QueryResponse with this payload; nil where it is accepted.
  private func code(_ payload: AttestationPayload) async throws -> UInt64? {
    let component = try ComponentIdentifier("test/one/tc")
    let answer = try ReceivedMessage(
      await fixture.tam.processMessage(
        agent.queryResponse(token: nil, requested: [request(component)], attestation: payload)))
    #expect((answer.errorCode == nil) == (answer.envelopes.count == 1))
    return answer.errorCode
  }

  private func fresh() async throws -> FakeEvidence {
    let challenge = try ReceivedMessage(await fixture.tam.processConnect()).challenge
    return FakeEvidence(of: agent, challenge: challenge)
  }

  private var now: Int64 { Int64(fixture.clock.now.timeIntervalSince1970) }

  @Test("A result that a trusted verifier signed, whose cnf names the agent's key, is accepted")
  func accepted() async throws {
    var result = try await fresh()
    result.status = 2
    #expect(try await code(result.result(by: verifier)) == nil)
    // The media type of TEEP's profile says the same as none.
    let named = try await fresh().result(by: verifier)
    let format = "application/eat+cwt; eat_profile=\"urn:ietf:rfc:rfcXXXX\""
    #expect(try await code(AttestationPayload(bytes: named.bytes, format: format)) == nil)
  }

  @Test(
    "A result of another verifier, about another key, without a claim, expired or not affirming is refused")
  func refused() async throws {
    #expect(try await code(fresh().result(by: FakeAgent())) == 7)
    #expect(try await code(fresh().result(by: agent)) == 7)
    var result = try await fresh()
    result.keyIdentifier = verifier.verificationKey.thumbprint
    #expect(try await code(result.result(by: verifier)) == 7)
    result = try await fresh()
    result.ueid = nil
    #expect(try await code(result.result(by: verifier)) == 7)
    result = try await fresh()
    result.expires = now
    #expect(try await code(result.result(by: verifier)) == 7)
    for status: UInt64 in [0, 32, 96] {
      result = try await fresh()
      result.status = status
      #expect(try await code(result.result(by: verifier)) == 7)
    }
  }

  @Test(
    "Without a nonce its time decides, to the second",
    arguments: [(0, true), (3600, true), (3601, false), (-1, false)])
  func time(age: Int64, isFresh: Bool) async throws {
    var result = FakeEvidence(of: agent)
    result.issued = now - age
    #expect(try await code(result.result(by: verifier)) == (isFresh ? nil : 7))
  }

  @Test("A result with neither nonce nor time is refused, and evidence where no verifier is")
  func neither() async throws {
    #expect(try await code(FakeEvidence(of: agent).result(by: verifier)) == 7)
    let evidence = try await fresh().signed(by: verifier)
    #expect(try await code(evidence) == 7)
  }

  @Test("Both freshness mechanisms are offered, and only the one that both have after an Error")
  func mechanisms() async throws {
    // Label 20, [0, 1].
    let request = try ReceivedMessage(await fixture.tam.processConnect())
    #expect(request.payload.firstRange(of: [0x14, 0x82, 0x00, 0x01]) != nil)
    let next = try ReceivedMessage(
      await fixture.tam.processMessage(agent.error(3, token: nil, freshness: [1, 7])))
    #expect(next.payload.firstRange(of: [0x14, 0x81, 0x01]) != nil)
    #expect(next.isSign1)
  }
}
