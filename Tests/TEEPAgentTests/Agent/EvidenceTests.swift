import AgentCryptoBearSSL
import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// What the agent proves about its device (draft-ietf-teep-protocol-26, sections 4.2, 4.3 and 5; RFC 9711).
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct EvidenceTests {
  private let challenge = "02 48 a0a1a2a3a4a5a6a7"

  private func request(_ options: String, items: String = "01") -> [UInt8] {
    [UInt8](hexadecimal: "85 01 \(options) \(TestCipherSuite.offer) \(items)")
  }

  private func provisioning() throws -> TestProvisioning {
    var provisioning = try TestProvisioning()
    provisioning.attestationKey = try TestKey("K2")
    return provisioning
  }

  @Test("The evidence is signed by the attestation key and has all claims that TEEP's profile demands")
  func claims() throws {
    var device = try TestDevice(provisioning())
    _ = try device.process(Vectors.signed("3a-update-integrated"))
    let answer = try #require(try device.process(signing: request("a1 \(challenge)")))
    let response = try TEEPMessage(decoding: answer.span, numbers: .final)
    let format = [UInt8](present: response.string(.attestationPayloadFormat))
    #expect(
      String(decoding: format, as: UTF8.self) == #"application/eat+cwt; eat_profile="urn:ietf:rfc:rfc9711""#)
    let evidence = [UInt8](present: response.string(.attestationPayload))
    let payload = try #require(try TestKey("K2").open(evidence))
    let claims = try EATClaims(decoding: payload.span)
    #expect(claims.missing(freshness: .nonce) == [])
    #expect([UInt8](present: claims.nonce).hexadecimal == "a0a1a2a3a4a5a6a7")
    #expect([UInt8](present: claims.confirmationKeyIdentifier) == device.key.identifier)
    #expect([UInt8](present: claims.ueid) == TestProvisioning.ueid)
    #expect([UInt8](present: claims.hardwareModel) == Array("m0".utf8))
    #expect([UInt8](present: claims.hardwareVersion) == Array("1.2".utf8))
    #expect((claims.issuedAt == nil) == !TestedAgent.hasClock)
    guard let manifests = claims.manifests else {
      Issue.record("no manifests")
      return
    }
    #expect(manifests.count == 2)
    #expect([UInt8](copying: try manifests.manifest(at: 0).body) == TestProvisioning.reference)
    // ["", [-16, the digest in the envelope's authentication wrapper]]
    let envelope = try Vectors.bytes("teep-appendixE-suit_integrated.cbor")
    let digest = try SUITEnvelope(decoding: envelope.span).digest
    let reference = [UInt8](copying: try manifests.manifest(at: 1).body).hexadecimal
    #expect(reference.hasSuffix("822f5820" + [UInt8](copying: digest.bytes).hexadecimal))
  }

  @Test("The certificates of the attestation key go beside the signature of the evidence (RFC 9360)")
  func certificates() throws {
    var provisioning = try provisioning()
    // Of two bytes and of one: the agent carries them, and reads none.
    provisioning.attestationCertificates = [UInt8](hexadecimal: "82 42 3000 41 05")
    var device = try TestDevice(provisioning)
    let answer = try #require(try device.process(signing: request("a1 \(challenge)")))
    let response = try TEEPMessage(decoding: answer.span, numbers: .final)
    let evidence = [UInt8](present: response.string(.attestationPayload))
    #expect(try TestKey("K2").open(evidence) != nil)
    let signed = try COSESigned(decoding: evidence.span)
    guard let chain = try signed.certificateChain(of: signed.signature(at: 0)) else {
      Issue.record("no certificates")
      return
    }
    #expect(chain.count == 2)
    #expect([UInt8](copying: try chain.certificate(at: 0)) == [0x30, 0x00])
    #expect([UInt8](copying: try chain.certificate(at: 1)) == [0x05])
  }

  @Test("Without a key for evidence, attestation is an extension that the agent does not have")
  func none() throws {
    var device = try TestDevice(TestProvisioning())
    #expect(try device.process(signing: request("a1 \(challenge)"))?.hexadecimal.hasSuffix("02") == true)
  }

  @Test(
    "A request that cannot be answered freshly is refused",
    arguments: ["a0", "a1 02 58 41" + String(repeating: "00", count: 65)])
  func notFresh(_ options: String) throws {
    var device = try TestDevice(provisioning())
    let answer = try device.process(signing: request(options))
    #expect(answer?[1] == 5 && answer?.last == 1)
  }

  @Test("A device with a clock makes evidence fresh by its time", .inThisProcess("clock that a test sets"))
  func timestamp() throws {
    var device = try TestDevice(provisioning())
    device.agent.device.secondsSince1970 = 1_790_000_000
    let answer = try #require(try device.process(signing: request("a1 14 81 01")))
    let response = try TEEPMessage(decoding: answer.span, numbers: .final)
    let payload = try #require(
      try TestKey("K2").open([UInt8](present: response.string(.attestationPayload))))
    let claims = try EATClaims(decoding: payload.span)
    #expect(claims.issuedAt == 1_790_000_000)
    #expect(claims.missing(freshness: .issuedAt) == [])
  }

  @Test("An attestation result of the TAM is kept over a restart and presented where there is no challenge")
  func passport() throws {
    var device = try TestDevice(provisioning())
    let result = try attestationResult(about: device.key)
    let update = try update(result)
    #expect(try device.process(signing: update)?[1] == 4)
    let before = try device.flashState
    #expect(try device.process(signing: update)?[1] == 4)
    #expect(try device.flashState == before, "the same result is not written again")
    try device.restart()
    let answer = try #require(try device.process(signing: request("a1 14 81 01")))
    let response = try TEEPMessage(decoding: answer.span, numbers: .final)
    #expect([UInt8](present: response.string(.attestationPayload)) == result)
    #expect([UInt8](present: response.string(.attestationPayloadFormat)) == [])
    // A challenge wants evidence.
    let evidence = try #require(try device.process(signing: request("a1 \(challenge)")))
    let message = try TEEPMessage(decoding: evidence.span, numbers: .final)
    #expect([UInt8](present: message.string(.attestationPayloadFormat)) != [])
  }

  /// A verifier's result whose cnf names a key.
  private func attestationResult(about key: TestKey) throws -> [UInt8] {
    // {8: {3: the key's identifier}}
    try TestKey("K1").sign([UInt8](hexadecimal: "a1 08 a1 03 5820") + key.identifier)
  }

  /// An Update that brings an attestation result: [3, {6: result, 19: token}].
  private func update(_ result: [UInt8]) throws -> [UInt8] {
    let token = TestEnvelope.token
    return try encoded { (cbor) throws(EncodeError) in
      try cbor.array(2)
      try cbor.unsigned(3)
      try cbor.map(2)
      try cbor.unsigned(6)
      try cbor.byteString(result.span)
      try cbor.unsigned(19)
      try cbor.byteString(token.span)
    }
  }

  @Test("What is no attestation result about the device's key is neither kept nor presented")
  func foreignResult() throws {
    var device = try TestDevice(provisioning())
    let others = [
      [UInt8](repeating: 0x5A, count: 300), try attestationResult(about: device.tam),
      // Without cnf.
      try TestKey("K1").sign([UInt8](hexadecimal: "a1 06 1a 6553f100")),
    ]
    let before = try device.flashState
    for other in others { #expect(try device.process(signing: update(other))?[1] == 4) }
    #expect(try device.flashState == before)
    let answer = try #require(try device.process(signing: request("a1 14 81 01")))
    for other in others { #expect(answer.firstRange(of: other) == nil) }
  }

  @Test("Reports of what is installed have the token as their nonce")
  func reports() throws {
    var device = try TestDevice(provisioning())
    _ = try device.process(Vectors.signed("3a-update-integrated"))
    let answer = try #require(
      try device.process(signing: request("a1 13 48 0102030405060708", items: "08")))
    let response = try TEEPMessage(decoding: answer.span, numbers: .final)
    guard let reports = response.list(.suitReports) else {
      Issue.record("no reports")
      return
    }
    // That of the manifest, and what the agent can do.
    #expect(reports.count == 2)
    var reader = reports.makeReader()
    let report = try SUITReport(decoding: reader.byteString())
    #expect([UInt8](present: report.nonce) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(report.result == .success)
  }
}
