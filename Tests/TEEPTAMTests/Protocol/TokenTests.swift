import GRDB
import TEEPHost
import Testing

@testable import TEEPTAM

/// Tokens (draft-ietf-teep-protocol-26, sections 4.2 and 7.1): used once, expiring, bounded in number.
@Suite struct TokenTests {
  private func tokenCount(_ fixture: TAMFixture) async throws -> Int {
    try await fixture.tam.store.database.read { try TokenRecord.fetchCount($0) }
  }

  /// Whether a QueryResponse with this token gets an answer: each asks for what is published.
  private func isAnswered(_ token: [UInt8], _ fixture: TAMFixture, _ agent: FakeAgent) async throws -> Bool {
    try await fixture.tam.processMessage(
      agent.queryResponse(token: token, requested: [request(ComponentIdentifier("test/one/tc"))])) != nil
  }

  private func makeFixture(_ adjust: (inout TAMLimits) -> Void = { _ in }) async throws -> (
    TAMFixture, FakeAgent
  ) {
    let fixture = try TAMFixture(adjust)
    try await fixture.publish(TestEnvelope("one", payload: [1]))
    return (fixture, try await fixture.enroll("device"))
  }

  @Test("Each token is used once")
  func once() async throws {
    let (fixture, agent) = try await makeFixture()
    let token = try await fixture.connect()
    #expect(try await isAnswered(token, fixture, agent))
    #expect(try await !isAnswered(token, fixture, agent))
  }

  @Test("A token that was never issued, or none, is not accepted")
  func unknown() async throws {
    let (fixture, agent) = try await makeFixture()
    #expect(try await !isAnswered([UInt8](repeating: 1, count: 16), fixture, agent))
    let message = try agent.queryResponse(
      token: nil, requested: [request(ComponentIdentifier("test/one/tc"))])
    #expect(try await fixture.tam.processMessage(message) == nil)
  }

  @Test("A token expires, and is then forgotten", arguments: [(59.0, true), (60.0, false)])
  func expiry(seconds: Double, isAccepted: Bool) async throws {
    let (fixture, agent) = try await makeFixture { $0.tokenLifetime = 60 }
    let token = try await fixture.connect()
    fixture.clock.advance(seconds)
    #expect(try await isAnswered(token, fixture, agent) == isAccepted)
    _ = try await fixture.connect()
    // The one of the new QueryRequest, and that of the Update where there was one.
    #expect(try await tokenCount(fixture) == (isAccepted ? 2 : 1))
  }

  @Test("The oldest QueryRequests of all devices give way, the newest stay")
  func boundOfQueryRequests() async throws {
    let (fixture, agent) = try await makeFixture { $0.tokensOfUnknown = 4 }
    var tokens: [[UInt8]] = []
    for _ in 0..<6 {
      tokens.append(try await fixture.connect())
      fixture.clock.advance(1)
    }
    #expect(try await tokenCount(fixture) == 4)
    for (index, token) in tokens.enumerated() {
      #expect(try await isAnswered(token, fixture, agent) == (index >= 2), "token \(index)")
    }
  }

  @Test(
    "An Update without an answer gives way to the next of its device, those of another and QueryRequests stay"
  )
  func boundOfUpdates() async throws {
    let (fixture, agent) = try await makeFixture()
    let other = try await fixture.enroll("other")
    #expect(try await isAnswered(fixture.connect(), fixture, other))
    _ = try await fixture.connect()
    for _ in 0..<5 {
      fixture.clock.advance(1)
      #expect(try await isAnswered(fixture.connect(), fixture, agent))
    }
    #expect(try await tokenCount(fixture) == 3)
  }

  @Test("A token of an Update serves its device alone, and no QueryResponse")
  func purpose() async throws {
    let (fixture, agent) = try await makeFixture()
    let other = try await fixture.enroll("other")
    let component = try ComponentIdentifier("test/one/tc")
    let update = try ReceivedMessage(
      await fixture.tam.processMessage(
        agent.queryResponse(token: fixture.connect(), requested: [request(component)])))
    _ = try await fixture.tam.processMessage(other.success(token: update.token))
    #expect(try await fixture.device("other")?.lastSeen == nil)
    #expect(try await !isAnswered(update.token, fixture, agent))
    let query = try await fixture.connect()
    _ = try await fixture.tam.processMessage(agent.success(token: query))
    #expect(try await isAnswered(query, fixture, other))
    _ = try await fixture.tam.processMessage(agent.success(token: update.token))
    #expect(try await fixture.device("device")?.components.count == 1)
  }

  @Test("Tokens do not repeat")
  func distinct() async throws {
    let fixture = try TAMFixture()
    var tokens: Set<[UInt8]> = []
    for _ in 0..<200 { tokens.insert(try await fixture.connect()) }
    #expect(tokens.count == 200)
  }
}
