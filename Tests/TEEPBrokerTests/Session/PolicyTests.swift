import Hummingbird
import TEEPLink
import Testing

@testable import TEEPBroker

/// RequestPolicyCheck (RFC 9397, section 6.2.1): one TAM a call until the agent has no more.
@Suite struct PolicyTests {
  /// An agent that names these TAMs, one a call, and then none.
  private static func naming(_ uris: [String]) -> FakeAgent {
    let round = Counter()
    return FakeAgent { _, call in
      guard call.kind == .requestPolicyCheck else { return .nothing }
      let index = round.next() % (uris.count + 1)
      return index < uris.count ? .tamURI(uris[index]) : .nothing
    }
  }

  @Test("each TAM that the agent names gets a session of its own")
  func rounds() async throws {
    try await FakeServer.run { _, number in
      number == 1 ? .teep([0x01]) : .over
    } while: { server in
      let agent = Self.naming([server.uri("/a"), server.uri("/b")])
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        let result = try await broker.exchanges.checkPolicy()
        #expect(result == "checked the policy (sessions: 2, messages: 1)")
        #expect(server.requests.map(\.path) == ["/a", "/b"])
        #expect(agent.count(.requestPolicyCheck) == 3)
      }
    }
  }

  @Test("a TAM that fails does not keep the next one from being asked, and makes the check fail")
  func oneFails() async throws {
    try await FakeServer.run { request, _ in
      request.path == "/a" ? Response(status: .internalServerError) : .over
    } while: { server in
      let agent = Self.naming([server.uri("/a"), server.uri("/b")])
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        let uri = try RemoteURI(server.uri("/a"))
        let sentence = "the TAM at \(server.uri("/a")) answered with HTTP status 500"
        await #expect(
          throws: ExchangeFailure.policyCheck(
            [sentence], .tamStatus, unanswered: [uri])
        ) {
          try await broker.exchanges.checkPolicy()
        }
        #expect(server.requests.map(\.path) == ["/a", "/b"])
        #expect(agent.count(.processError) == 1)
      }
    }
  }

  @Test("an agent that never ends naming TAMs is stopped")
  func endless() async throws {
    var limits = BrokerLimits.test
    limits.maximumPolicyRounds = 3
    try await FakeServer.run { _, _ in
      .over
    } while: { [limits] server in
      let agent = FakeAgent { _, _ in .tamURI(server.uri()) }
      try await TestBroker.run(agent: agent, tam: nil, limits: limits) { broker in
        await #expect(throws: ExchangeFailure.tooManyTAMs(limit: 3)) {
          try await broker.exchanges.checkPolicy()
        }
        #expect(server.requests.count == 3)
      }
    }
  }

  @Test("the policy is checked when the device is there, and again and again")
  func timer() async throws {
    var limits = BrokerLimits.test
    limits.firstPolicyCheck = .milliseconds(10)
    let agent = FakeAgent { _, _ in .nothing }
    try await TestBroker.run(agent: agent, tam: nil, limits: limits, policyInterval: .milliseconds(20)) {
      broker in
      let timer = PolicyTimer(exchanges: broker.exchanges, logger: broker.log.makeLogger())
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await timer.run() }
        while agent.count(.requestPolicyCheck) < 3 { try await Task.sleep(for: .milliseconds(5)) }
        group.cancelAll()
      }
    }
  }
}
