import TEEPHost
import Testing

@testable import TEEPTAM

/// Errors of an agent (draft-ietf-teep-protocol-26, section 4.6).
@Suite struct FailureTests {
  private let fixture: TAMFixture
  private let agent: FakeAgent
  private let envelopes: [TestEnvelope]

  init() async throws {
    fixture = try TAMFixture()
    agent = try await fixture.enroll("device")
    envelopes = try (1...2).map { try TestEnvelope("c\($0)", payload: [UInt8($0)]) }
    for envelope in envelopes { try await fixture.publish(envelope) }
  }

  /// The Update to a device that asks for all components.
  private func update() async throws -> ReceivedMessage {
    try ReceivedMessage(
      await fixture.tam.processMessage(
        agent.queryResponse(token: fixture.connect(), requested: envelopes.map { request($0.component) })))
  }

  @Test("An Error is known to the operator until a Success")
  func lastFailure() async throws {
    let first = try await update()
    #expect(
      try await fixture.tam.processMessage(agent.error(11, token: first.token, message: "disk-full")) == nil)
    #expect(
      try await fixture.device("device")?.lastFailure
        == DeviceFailure(code: 11, message: "disk-full", time: fixture.clock.now))
    let second = try await update()
    _ = try await fixture.tam.processMessage(agent.success(token: second.token))
    #expect(try await fixture.device("device")?.lastFailure == nil)
  }

  @Test("The manifest that failed does not keep the others from being installed")
  func failedManifest() async throws {
    let first = try await update()
    #expect(first.envelopes == envelopes.map(\.encoded))
    _ = try await fixture.tam.processMessage(
      agent.error(
        11, token: first.token,
        reports: [report(of: envelopes[0].manifestDigest, nonce: first.token, failure: 10)]))
    let second = try await update()
    #expect(second.envelopes == [envelopes[1].encoded])
    // The rest follows in the same session.
    let next = try ReceivedMessage(await fixture.tam.processMessage(agent.success(token: second.token)))
    let (identifier, sha256, size) = envelopes[1].installed
    let third = try ReceivedMessage(
      await fixture.tam.processMessage(
        agent.queryResponse(
          token: next.token,
          installed: [InstalledComponent(identifier: identifier, sha256: sha256, size: size)],
          requested: [request(envelopes[0].component)])))
    #expect(third.envelopes == [envelopes[0].encoded])
    #expect(try await fixture.tam.processMessage(agent.success(token: third.token)) == nil)
    #expect(try await fixture.device("device")?.components.count == 2)
  }

  @Test("Without a report any change of the Update may have failed, so each comes alone, in turn")
  func failureWithoutReport() async throws {
    let first = try await update()
    _ = try await fixture.tam.processMessage(agent.error(11, token: first.token))
    var sent: [[[UInt8]]] = []
    for _ in 0..<3 {
      fixture.clock.advance(1)
      let update = try await update()
      sent.append(update.envelopes)
      _ = try await fixture.tam.processMessage(agent.error(11, token: update.token))
    }
    let one = [envelopes[0].encoded]
    let two = [envelopes[1].encoded]
    #expect(sent == [one, two, one] || sent == [two, one, two])
  }

  @Test(
    "After ERR_TEMPORARY_ERROR the same Update is sent in the next session, after any other each change alone",
    arguments: [(1, 1), (10, 2), (11, 1), (200, 1)] as [(UInt64, Int)])
  func otherCodes(code: UInt64, count: Int) async throws {
    let first = try await update()
    #expect(try await fixture.tam.processMessage(agent.error(code, token: first.token)) == nil)
    #expect(try await update().envelopes.count == count)
    #expect(try await fixture.device("device")?.lastFailure?.code == code)
  }

  @Test("What an Update without an answer was to do comes alone in the next session, and its token is void")
  func unanswered() async throws {
    let first = try await update()
    #expect(first.envelopes.count == 2)
    #expect(try await update().envelopes.count == 1)
    #expect(try await fixture.tam.processMessage(agent.success(token: first.token)) == nil)
    #expect(try await fixture.device("device")?.components.isEmpty == true)
  }

  @Test("An Error may answer a QueryRequest, and then its token is used")
  func errorToQueryRequest() async throws {
    let token = try await fixture.connect()
    #expect(try await fixture.tam.processMessage(agent.error(5, token: token)) == nil)
    #expect(try await fixture.device("device")?.lastFailure?.code == 5)
    #expect(try await fixture.tam.processMessage(agent.queryResponse(token: token)) == nil)
  }

  @Test("An Error without token can be replayed by anyone, so it changes nothing")
  func withoutToken() async throws {
    #expect(try await fixture.tam.processMessage(agent.error(1, token: nil)) == nil)
    #expect(try await fixture.device("device")?.lastFailure == nil)
    #expect(try await fixture.device("device")?.lastSeen == nil)
  }

  @Test("A replayed Error changes nothing")
  func replayed() async throws {
    let first = try await update()
    let error = try agent.error(11, token: first.token)
    _ = try await fixture.tam.processMessage(error)
    let second = try await update()
    _ = try await fixture.tam.processMessage(agent.success(token: second.token))
    _ = try await fixture.tam.processMessage(error)
    #expect(try await fixture.device("device")?.lastFailure == nil)
  }
}
