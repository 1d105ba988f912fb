import Crypto
import Foundation
import Hummingbird
import HummingbirdTesting
import Synchronization
import TEEPCodec
import TEEPHost
import Testing

@testable import TEEPTAM

/// Evidence that a verifier elsewhere judges, asked over HTTP.
@Suite struct ExternalVerifierTests {
  private let key = P256.Signing.PrivateKey()

  /// An EAR as a JWS (RFC 7515, section 7.1).
  private func result(
    _ nonce: [UInt8], about identifier: [UInt8], status: String = "affirming",
    by key: P256.Signing.PrivateKey? = nil
  ) throws -> String {
    let claims = """
      {"eat_nonce":"\(Data(nonce).base64URLEncoded)","cnf":{"kid":"\(Data(identifier).base64URLEncoded)"},\
      "submods":{"TEEP":{"ear.status":"\(status)"}}}
      """
    let covered = [#"{"alg":"ES256"}"#, claims].map { Data($0.utf8).base64URLEncoded }.joined(separator: ".")
    let signature = try (key ?? self.key).signature(for: Data(covered.utf8)).rawRepresentation
    return covered + "." + signature.base64URLEncoded
  }

  /// Serves `service`, and runs `body` with a TAM that asks it and a device.
  private func withTAM(
    _ service: FakeVerifierService, _ body: @Sendable (TAMFixture, FakeAgent) async throws -> Void
  ) async throws {
    let verifierKey = try VerificationKey(
      type: .p256, rawRepresentation: Array(key.publicKey.rawRepresentation))
    try await Application(responder: service).test(.live) { client in
      var attestation = Attestation()
      let port = try #require(client.port)
      attestation.verifier = ExternalVerifier(base: "http://localhost:\(port)/", keys: [verifierKey])
      let fixture = try TAMFixture(attestation: attestation)
      try await fixture.publish(TestEnvelope("one", payload: [1]))
      try await body(fixture, fixture.enroll("device"))
    }
  }

  private func response(
    _ agent: FakeAgent, _ payload: AttestationPayload
  ) throws -> [UInt8] {
    try agent.queryResponse(
      token: nil, requested: [request(ComponentIdentifier("test/one/tc"))], attestation: payload)
  }

  @Test("The evidence goes to the verifier with the challenge as its nonce, and its result counts")
  func passed() async throws {
    let agentKey = Shared<[UInt8]>([])
    let service = FakeVerifierService { try result($0.nonce, about: agentKey.value) }
    try await withTAM(service) { fixture, agent in
      agentKey.value = agent.verificationKey.thumbprint
      let challenge = try #require(ReceivedMessage(await fixture.tam.processConnect()).challenge)
      let evidence = try FakeEvidence(of: agent, challenge: challenge).signed(by: FakeAgent())
      let update = try ReceivedMessage(await fixture.tam.processMessage(response(agent, evidence)))
      #expect(update.envelopes.count == 1)
      let state = service.state.withLock { $0 }
      #expect(state.nonce == challenge)
      #expect(state.evidence == evidence.bytes)
      #expect(state.contentType == FakeEvidence.format)
    }
  }

  @Test("Evidence whose nonce the TAM cannot read gets a challenge of the device's own first")
  func opaque() async throws {
    let agentKey = Shared<[UInt8]>([])
    let service = FakeVerifierService { try result($0.nonce, about: agentKey.value) }
    try await withTAM(service) { fixture, agent in
      agentKey.value = agent.verificationKey.thumbprint
      _ = try await fixture.tam.processConnect()
      let opaque = AttestationPayload(
        bytes: Array("opaque".utf8), format: "application/psa-attestation-token")
      let next = try ReceivedMessage(await fixture.tam.processMessage(response(agent, opaque)))
      #expect(next.type == .queryRequest)
      let update = try ReceivedMessage(await fixture.tam.processMessage(response(agent, opaque)))
      #expect(update.envelopes.count == 1)
      #expect(service.state.withLock { $0.nonce } == next.challenge)
    }
  }

  @Test(
    "A result that is not affirming, of another verifier, about another key or for another nonce is refused, and none too",
    arguments: ["status", "signer", "key", "nonce", "none"])
  func refused(fault: String) async throws {
    let agentKey = Shared<[UInt8]>([])
    let service = FakeVerifierService { state in
      switch fault {
      case "status": try result(state.nonce, about: agentKey.value, status: "contraindicated")
      case "signer": try result(state.nonce, about: agentKey.value, by: P256.Signing.PrivateKey())
      case "key": try result(state.nonce, about: [UInt8](repeating: 1, count: 32))
      case "nonce": try result([UInt8](repeating: 1, count: 32), about: agentKey.value)
      default: nil
      }
    }
    try await withTAM(service) { fixture, agent in
      agentKey.value = agent.verificationKey.thumbprint
      let challenge = try ReceivedMessage(await fixture.tam.processConnect()).challenge
      let evidence = try FakeEvidence(of: agent, challenge: challenge).signed(by: FakeAgent())
      let update = try ReceivedMessage(await fixture.tam.processMessage(response(agent, evidence)))
      #expect(update.errorCode == 7)
      #expect(update.envelopes == [])
    }
  }

  @Test("A verifier that does not answer, or sends the evidence elsewhere, is ERR_TEMPORARY_ERROR")
  func unreachable() async throws {
    let service = FakeVerifierService { _ in nil }
    service.state.withLock { $0.location = "http://203.0.113.1/session" }
    try await withTAM(service) { fixture, agent in
      let challenge = try ReceivedMessage(await fixture.tam.processConnect()).challenge
      let evidence = try FakeEvidence(of: agent, challenge: challenge).signed(by: FakeAgent())
      let update = try ReceivedMessage(await fixture.tam.processMessage(response(agent, evidence)))
      #expect(update.errorCode == 10)
      #expect(service.state.withLock { $0.evidence } == [])
    }
  }
}

/// A value that a test and its server share.
private final class Shared<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  var value: Value {
    get { mutex.withLock { $0 } }
    set { mutex.withLock { $0 = newValue } }
  }
}
