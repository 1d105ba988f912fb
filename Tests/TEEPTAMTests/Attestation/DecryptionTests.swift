import TEEPHost
import Testing

@testable import TEEPTAM

/// Evidence and reports that are encrypted for the TAM (draft-ietf-teep-protocol-26, section 8.2).
@Suite struct DecryptionTests {
  private let fixture: TAMFixture
  private let key: SigningKey
  private let agent: FakeAgent
  private let attester: FakeAgent
  private let envelope: TestEnvelope

  init() async throws {
    key = try SigningKey(generating: .p256)
    var attestation = Attestation()
    attestation.verifier = BuiltInVerifier(references: .any)
    fixture = try TAMFixture(attestation: attestation, decryption: PayloadDecryption(key))
    (agent, attester) = (try FakeAgent(), try FakeAgent())
    _ = try await fixture.tam.enroll(
      EnrollmentRequest(
        name: "device", publicKey: agent.verificationKey.pem(),
        attestationKey: attester.verificationKey.pem()))
    envelope = try TestEnvelope("one", payload: [1])
    try await fixture.publish(envelope)
  }

  private func evidence() async throws -> AttestationPayload {
    let challenge = try ReceivedMessage(await fixture.tam.processConnect()).challenge
    return try FakeEvidence(of: agent, challenge: challenge).signed(by: attester)
  }

  private func answer(_ bytes: [UInt8]) async throws -> ReceivedMessage {
    let payload = AttestationPayload(bytes: bytes, format: FakeEvidence.format)
    return try ReceivedMessage(
      await fixture.tam.processMessage(
        agent.queryResponse(token: nil, requested: [request(envelope.component)], attestation: payload)))
  }

  @Test(
    "Evidence in each of the ciphers of the SUIT profiles is decrypted",
    arguments: EncryptedPayload.Cipher.allCases)
  func evidence(cipher: EncryptedPayload.Cipher) async throws {
    let sealed = try await EncryptedPayload.seal(
      evidence().bytes, for: key.verificationKey, cipher, purpose: "EAT Encryption")
    #expect(try await answer(sealed).envelopes == [envelope.encoded])
  }

  @Test("Evidence for another key, for another purpose or changed is refused with ERR_ATTESTATION_REQUIRED")
  func refused() async throws {
    let plain = try await evidence().bytes
    let other = try SigningKey(generating: .p256).verificationKey
    for sealed in try [
      EncryptedPayload.seal(plain, for: other, .a128GCM, purpose: "EAT Encryption"),
      EncryptedPayload.seal(plain, for: key.verificationKey, .a128GCM, purpose: "SUIT Report Encryption"),
    ] { #expect(try await answer(sealed).errorCode == 7) }
    var changed = try EncryptedPayload.seal(
      plain, for: key.verificationKey, .a128GCM, purpose: "EAT Encryption")
    // In the ciphertext, behind the heads, the protected bucket and the IV.
    changed[40] ^= 1
    #expect(try await answer(changed).errorCode == 7)
    // The challenge was not used by any of it.
    let sealed = try EncryptedPayload.seal(
      plain, for: key.verificationKey, .a128GCM, purpose: "EAT Encryption")
    #expect(try await answer(sealed).errorCode == nil)
  }

  @Test("An encrypted SUIT report counts like a bare one", arguments: EncryptedPayload.Cipher.allCases)
  func report(cipher: EncryptedPayload.Cipher) async throws {
    let update = try await answer(evidence().bytes)
    let plain = TEEPTAMTests.report(
      of: envelope.manifestDigest, nonce: update.token,
      claims: [
        InstalledComponent(identifier: envelope.component, sha256: envelope.installed.sha256, size: 77)
      ])
    let sealed = try EncryptedPayload.seal(
      plain.encoded, for: key.verificationKey, cipher, purpose: "SUIT Report Encryption")
    #expect(
      try await fixture.tam.processMessage(agent.success(token: update.token, reports: [.raw(sealed)])) == nil
    )
    #expect(try await fixture.device("device")?.components.first?.size == 77)
  }

  @Test("A report that cannot be decrypted drops the message")
  func foreignReport() async throws {
    let update = try await answer(evidence().bytes)
    let plain = TEEPTAMTests.report(of: envelope.manifestDigest, nonce: update.token)
    let sealed = try EncryptedPayload.seal(
      plain.encoded, for: agent.verificationKey, .a128GCM, purpose: "SUIT Report Encryption")
    #expect(
      try await fixture.tam.processMessage(agent.success(token: update.token, reports: [.raw(sealed)])) == nil
    )
    #expect(try await fixture.device("device")?.components == [])
    #expect(try await fixture.tam.processMessage(agent.success(token: update.token)) == nil)
    #expect(try await fixture.device("device")?.components.count == 1)
  }

  @Test("An Ed25519 key is no key agreement key")
  func keyType() throws {
    #expect(throws: KeyError.self) { try PayloadDecryption(SigningKey(generating: .ed25519)) }
  }
}
