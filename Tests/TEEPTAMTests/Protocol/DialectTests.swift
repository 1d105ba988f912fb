import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

/// A TAM writes to an agent in the numbers that the agent is shown to use.
@Suite struct DialectTests {
  private let fixture: TAMFixture

  init() throws { fixture = try TAMFixture() }

  private func legacyAgent() async throws -> FakeAgent {
    var agent = try await fixture.enroll("device")
    agent.isLegacy = true
    return agent
  }

  @Test(
    "An agent of the earlier numbers, which cannot read the token, gets the QueryRequest again in its own numbers"
  )
  func firstContact() async throws {
    let agent = try await legacyAgent()
    _ = try await fixture.connect()
    let answer = try await fixture.tam.processMessage(agent.error(1, token: nil, message: "malformed"))
    let request = try ReceivedMessage(answer, .legacy)
    #expect(request.type == .queryRequest)
    #expect(request.token.count == 16)
    #expect(request.isSign1)
    // Label 20 is the token of earlier drafts.
    #expect(request.payload.firstRange(of: [0x14, 0x50] + request.token) != nil)
    // The agent is known to be legacy now: nothing new is said by the same again.
    #expect(try await fixture.tam.processMessage(agent.error(1, token: nil, message: "malformed")) == nil)
  }

  @Test("A whole exchange in the earlier numbers, and back in the registered ones after the agent's update")
  func exchange() async throws {
    let agent = try await legacyAgent()
    let envelope = try TestEnvelope("one", payload: [1])
    try await fixture.publish(envelope)
    let request = try ReceivedMessage(
      await fixture.tam.processMessage(agent.error(1, token: nil)), .legacy)
    let asking = try agent.queryResponse(
      token: request.token,
      requested: [.map([(16, .raw(envelope.component.encoded))])])
    let update = try ReceivedMessage(await fixture.tam.processMessage(asking), .legacy)
    #expect(update.envelopes == [envelope.encoded])
    // A legacy Success has type 5 and two elements.
    #expect(try await fixture.tam.processMessage(agent.success(token: update.token)) == nil)
    #expect(try await fixture.device("device")?.components.count == 1)

    var updated = agent
    updated.isLegacy = false
    let next = try TestEnvelope("one", sequenceNumber: 2, payload: [2])
    try await fixture.publish(next)
    let held = InstalledComponent(
      identifier: envelope.component, sha256: envelope.installed.sha256, size: 1)
    let second = try ReceivedMessage(
      await fixture.tam.processMessage(
        updated.queryResponse(token: fixture.connect(), installed: [held])))
    #expect(second.envelopes == [next.encoded])
  }

  @Test("ERR_MANIFEST_PROCESSING_FAILED is 17 in the earlier numbers")
  func errorCode() async throws {
    let agent = try await legacyAgent()
    let request = try ReceivedMessage(
      await fixture.tam.processMessage(agent.error(1, token: nil)), .legacy)
    _ = try await fixture.tam.processMessage(agent.error(17, token: request.token))
    #expect(try await fixture.device("device")?.lastFailure?.code == 11)
  }
}
