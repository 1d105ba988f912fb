import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// A TAM that has to be attested before it gets anything but errors (draft-ietf-teep-protocol-26, sections 4.6 and 6.2).
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct TAMAttestationTests {
  private let verifier: TestKey

  init() throws { verifier = try TestKey("K2") }

  private func device() throws -> TestDevice {
    var provisioning = try TestProvisioning()
    provisioning.tams[0].policy = .needsAttestation
    provisioning.verifiers = [TestProvisioning.Anchor(key: verifier)]
    return try TestDevice(provisioning)
  }

  /// An attestation result of a key, with an eat_nonce and an exp where they are given.
  private func result(of tam: TestKey, nonce: [UInt8]? = nil, end: Int64? = nil, by signer: TestKey) throws
    -> [UInt8]
  {
    let claims = try encoded { (cbor) throws(EncodeError) in
      try cbor.map(1 + (nonce == nil ? 0 : 1) + (end == nil ? 0 : 1))
      if let end {
        try cbor.unsigned(4)
        try cbor.integer(end)
      }
      try cbor.unsigned(8)
      try cbor.map(1)
      try cbor.unsigned(3)
      try cbor.byteString(tam.identifier.span)
      if let nonce {
        try cbor.unsigned(10)
        try cbor.byteString(nonce.span)
      }
    }
    return try signer.sign(claims)
  }

  /// A QueryRequest, with an attestation result where it is given.
  private func request(_ result: [UInt8]? = nil, format: String? = nil) throws -> [UInt8] {
    try encoded { (cbor) throws(EncodeError) in
      try cbor.array(5)
      try cbor.unsigned(1)
      try cbor.map((result == nil ? 0 : 1) + (format == nil ? 0 : 1))
      if let result {
        try cbor.unsigned(6)
        try cbor.byteString(result.span)
      }
      if let format {
        try cbor.unsigned(12)
        try cbor.textString(Array(format.utf8).span)
      }
      try cbor.raw([UInt8](hexadecimal: "\(TestCipherSuite.offer) 02").span)
    }
  }

  /// The challenge of an ERR_ATTESTATION_REQUIRED, which names the mechanisms too; nil for another answer.
  private func challenge(_ answer: [UInt8]?) throws -> [UInt8]? {
    let answer = try #require(answer)
    let message = try TEEPMessage(decoding: answer.span, numbers: .final)
    guard message.type == .error, message.errorCode == .attestationRequired,
      message.list(.supportedFreshnessMechanisms) != nil, let challenge = message.string(.challenge)
    else { return nil }
    return [UInt8](copying: challenge)
  }

  @Test(
    "A TAM is answered after its verifier's result for the device's challenge, and each challenge serves once"
  )
  func attested() throws {
    var device = try device()
    let challenge = try #require(try challenge(device.process(signing: request())))
    #expect(challenge.count == 32)
    let result = try result(of: device.tam, nonce: challenge, by: verifier)
    #expect(try device.process(signing: request(result))?[1] == 2)
    let update = try TestEnvelope.update([TestEnvelope().signed(by: device.signer)])
    #expect(try device.process(signing: update)?[1] == 4)
    #expect(try self.challenge(device.process(signing: request(result))) != nil)
  }

  @Test("An Update of a TAM that is not attested changes nothing, also after a restart")
  func update() throws {
    var device = try device()
    let update = try TestEnvelope.update([TestEnvelope().signed(by: device.signer)])
    let challenge = try #require(try challenge(device.process(signing: update)))
    #expect(try device.contents() == nil)
    let result = try result(of: device.tam, nonce: challenge, by: verifier)
    #expect(try device.process(signing: request(result))?[1] == 2)
    try device.restart()
    #expect(try self.challenge(device.process(signing: update)) != nil)
    #expect(try device.contents() == nil)
  }

  @Test(
    "A result of another signer, of another TAM's key or for another challenge is none",
    arguments: ["signer", "key", "challenge", "nothing fresh"])
  func refused(_ what: String) throws {
    var device = try device()
    var nonce = try challenge(device.process(signing: request()))
    if what == "challenge" { nonce?[0] ^= 1 }
    if what == "nothing fresh" { nonce = nil }
    let result = try result(
      of: what == "key" ? device.signer : device.tam, nonce: nonce,
      by: what == "signer" ? device.signer : verifier)
    #expect(try challenge(device.process(signing: request(result))) != nil)
  }

  @Test(
    "By its own clock a device takes a result that has not expired", .inThisProcess("clock that a test sets"),
    arguments: [(999, false), (1001, true)])
  func expiration(_ end: Int64, _ isAccepted: Bool) throws {
    var device = try device()
    let result = try result(of: device.tam, end: end, by: verifier)
    #expect(try challenge(device.process(signing: request(result))) != nil, "without a clock it cannot tell")
    device.agent.device.secondsSince1970 = 1000
    let answer = try device.process(signing: request(result))
    #expect((answer?[1] == 2) == isAccepted)
  }

  @Test("Evidence instead of a result is refused for good")
  func evidence() throws {
    var device = try device()
    let answer = try device.process(signing: request([1, 2, 3], format: "application/psa-attestation-token"))
    #expect(answer?[1] == 5 && answer?.last == 1)
  }
}
