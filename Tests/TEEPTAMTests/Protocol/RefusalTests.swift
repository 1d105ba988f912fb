import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

/// What a TAM drops (draft-ietf-teep-protocol-26, section 7.1), and that it changes nothing.
@Suite struct RefusalTests {
  private let fixture: TAMFixture
  private let agent: FakeAgent
  private let envelope: TestEnvelope

  init() async throws {
    fixture = try TAMFixture()
    agent = try await fixture.enroll("device")
    envelope = try TestEnvelope("one", payload: [1])
    try await fixture.publish(envelope)
  }

  /// Demands that `message` is dropped for `reason`, and that `token` still serves an honest exchange.
  private func expectDropped(_ message: [UInt8], _ reason: DropReason, token: [UInt8]) async throws {
    await #expect(throws: reason) { try await fixture.tam.authenticate(message) }
    #expect(try await fixture.tam.processMessage(message) == nil)
    try await expectUsable(token)
  }

  private func expectUsable(_ token: [UInt8]) async throws {
    #expect(try await fixture.device("device")?.lastSeen == nil)
    let honest = try agent.queryResponse(token: token, requested: [request(envelope.component)])
    #expect(try ReceivedMessage(await fixture.tam.processMessage(honest)).envelopes.count == 1)
  }

  @Test("The key of no enrolled device")
  func unknownKey() async throws {
    let stranger = try FakeAgent()
    let token = try await fixture.connect()
    try await expectDropped(
      stranger.queryResponse(token: token), .unknownKey(stranger.verificationKey.thumbprint), token: token)
  }

  @Test("The kid of an enrolled device and the signature of another key")
  func wrongKey() async throws {
    let token = try await fixture.connect()
    let message = try FakeAgent().sign(
      [2, .map([(7, []), (19, .bytes(token))])], keyIdentifier: agent.verificationKey.thumbprint)
    try await expectDropped(message, .badSignature, token: token)
  }

  @Test("An algorithm that the device's key does not serve")
  func wrongAlgorithm() async throws {
    let token = try await fixture.connect()
    for algorithm: Int64 in [-7, -19] {
      let message = try agent.sign([2, .map([(7, []), (19, .bytes(token))])], algorithm: algorithm)
      await #expect(throws: DropReason.wrongAlgorithm) { try await fixture.tam.authenticate(message) }
    }
    try await expectUsable(token)
  }

  @Test("No kid")
  func noKeyIdentifier() async throws {
    let token = try await fixture.connect()
    try await expectDropped(
      agent.sign([2, .map([(7, []), (19, .bytes(token))])], hasKeyIdentifier: false), .noKeyIdentifier,
      token: token)
  }

  @Test("A COSE_Sign, though every suite is a COSE_Sign1")
  func coseSign() async throws {
    let token = try await fixture.connect()
    try await expectDropped(try await fixture.tam.processConnect(), .notSign1, token: token)
  }

  @Test("Any byte changed, or any number of bytes missing")
  func damaged() async throws {
    let token = try await fixture.connect()
    let message = try agent.queryResponse(token: token, requested: [request(envelope.component)])
    for index in message.indices {
      var changed = message
      changed[index] ^= 0x01
      #expect(try await fixture.tam.processMessage(changed) == nil, "byte \(index)")
      #expect(
        try await fixture.tam.processMessage(Array(message[..<index])) == nil, "the first \(index) bytes")
    }
    try await expectUsable(token)
  }

  @Test("Random bytes never stop the TAM")
  func random() async throws {
    var generator = SeededGenerator()
    print("seed \(generator.seed): set TEEP_SEED to repeat")
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 1...200, using: &generator)).map { _ in
        UInt8.random(in: .min ... .max, using: &generator)
      }
      #expect(try await fixture.tam.processMessage(bytes) == nil)
    }
  }

  @Test("Messages that only a TAM sends")
  func tamMessages() async throws {
    let token = try await fixture.connect()
    let update = try agent.sign([3, .map([(19, .bytes(token))])])
    #expect(try await fixture.tam.processMessage(update) == nil)
    let query = try agent.sign([1, .map([(19, .bytes(token))]), [[[18, -9]]], [[-16, -9, -29, 1]], 2])
    #expect(try await fixture.tam.processMessage(query) == nil)
    try await expectUsable(token)
  }

  @Test("More items in a list than the TAM takes")
  func tooMany() async throws {
    let token = try await fixture.connect()
    let component = InstalledComponent(identifier: envelope.component)
    let message = try agent.queryResponse(
      token: token, installed: Array(repeating: component, count: AgentMessage.maximumItems + 1))
    #expect(try await fixture.tam.processMessage(message) == nil)
    try await expectUsable(token)
  }

  @Test("A SUIT report of another session: the Update says so (section 7.1.1), and the token is used")
  func queryResponseNonce() async throws {
    let token = try await fixture.connect()
    let other = try await fixture.connect()
    let message = try agent.queryResponse(
      token: token, requested: [request(envelope.component)],
      reports: [report(of: envelope.manifestDigest, nonce: other)])
    let update = try ReceivedMessage(await fixture.tam.processMessage(message))
    #expect(update.type == .update)
    #expect(update.errorCode == 1)
    #expect(update.envelopes == [])
    #expect(try await fixture.tam.processMessage(message) == nil)
    #expect(try await fixture.device("device")?.lastSeen == nil)
  }

  @Test("A version that was not offered: the Update says so (ERR_UNSUPPORTED_MSG_VERSION is 4)")
  func version() async throws {
    let update = try ReceivedMessage(
      await fixture.tam.processMessage(agent.queryResponse(token: fixture.connect(), version: 1)))
    #expect(update.errorCode == 4)
  }

  @Test(
    "A Success or Error whose report has another nonce, or none, changes nothing but that its token is used")
  func outcomeNonce() async throws {
    for isSuccess in [true, false] {
      for hasNonce in [true, false] {
        let first = try await fixture.connect()
        let update = try ReceivedMessage(
          await fixture.tam.processMessage(
            agent.queryResponse(token: first, requested: [request(envelope.component)])))
        let reports = [report(of: envelope.manifestDigest, nonce: hasNonce ? first : nil)]
        let outcome =
          isSuccess
          ? try agent.success(token: update.token, reports: reports)
          : try agent.error(11, token: update.token, reports: reports)
        #expect(try await fixture.tam.processMessage(outcome) == nil)
        // The first answer with a valid signature uses the token.
        #expect(try await fixture.tam.processMessage(agent.success(token: update.token)) == nil)
        #expect(try await fixture.device("device")?.components == [])
        #expect(try await fixture.device("device")?.lastFailure == nil)
      }
    }
  }

  @Test("A report in an Error to a QueryRequest has no nonce to keep")
  func errorToQueryRequest() async throws {
    let reports = [report(of: envelope.manifestDigest, nonce: nil, failure: 10)]
    let message = try await agent.error(8, token: fixture.connect(), reports: reports)
    #expect(try await fixture.tam.processMessage(message) == nil)
    #expect(try await fixture.device("device")?.lastFailure?.code == 8)
  }
}
