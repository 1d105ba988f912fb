import Hummingbird
import TEEPHost
import TEEPLink
import Testing

@testable import TEEPBroker

/// Where a session ends, or does not begin, without a TAM being at fault.
@Suite struct LimitTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  @Test("a session ends after 16 messages")
  func tooManyMessages() async throws {
    try await FakeServer.run { _, _ in
      .teep([0x01])
    } while: { server in
      let agent = FakeAgent.talkative(server.uri())
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        let failure = await #expect(throws: ExchangeFailure.self) {
          try await broker.exchanges.request(hello)
        }
        let end = "did not end within 16 messages, so it was dropped"
        #expect(failure?.description == "the session with the TAM at \(server.uri()) \(end)")
        // The empty request, and every second one of the 16.
        #expect(server.requests.count == 9)
        #expect(agent.count(.processTEEPMessage) == 8)
        #expect(agent.count(.processError) == 1)
      }
    }
  }

  @Test(
    "a URI that is not http or https is not spoken to",
    arguments: ["http+unix://%2Ftmp%2Fx/", "file:///etc/passwd", "x"])
  func forbiddenURI(_ uri: String) async throws {
    let agent = FakeAgent.talkative(uri)
    try await TestBroker.run(agent: agent, tam: "http://127.0.0.1:1/tam") { broker in
      let failure = await #expect(throws: ExchangeFailure.self) { try await broker.exchanges.request(hello) }
      #expect(failure?.description.hasPrefix("the agent named a TAM that is not spoken to: ") == true)
    }
  }

  @Test("where nobody names a TAM the request fails")
  func noTAM() async throws {
    let agent = FakeAgent.talkative("")
    try await TestBroker.run(agent: agent, tam: nil) { broker in
      await #expect(throws: ExchangeFailure.noTAM) { try await broker.exchanges.request(hello) }
    }
  }

  @Test("a component that is still there after the session was not removed")
  func notRemoved() async throws {
    try await FakeServer.run { _, _ in
      .over
    } while: { server in
      let agent = FakeAgent { _, call in
        call.kind == .status ? FakeAgent.holding("hello") : .tamURI(server.uri())
      }
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        let failure = await #expect(throws: ExchangeFailure.self) {
          try await broker.exchanges.release(hello)
        }
        let reason = "the TAM at \(server.uri()) did not have it removed"
        #expect(failure?.description == "hello is still there: \(reason)")
      }
    }
  }

  @Test("what the agent refuses is a failure that it need not be told of")
  func agentRefuses() async throws {
    let agent = FakeAgent { _, _ in .failure(2) }
    try await TestBroker.run(agent: agent, tam: nil) { broker in
      let failure = await #expect(throws: AgentFailure.self) { try await broker.exchanges.request(hello) }
      #expect(failure?.description == "no TAM that the device trusts may manage this component")
      #expect(agent.calls.map(\.kind) == [.requestTA])
    }
  }
}
