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

  @Test(
    "a TAM that is dead does not delay the next one of the same check, and has its own session when it answers"
  )
  func dead() async throws {
    var limits = BrokerLimits.test
    limits.tamPatience = .milliseconds(10)
    let isRevived = Counter()
    try await FakeServer.run { request, _ in
      if request.path == "/dead" {
        while isRevived.value == 0 { try await Task.sleep(for: .milliseconds(5)) }
      }
      return request.body.isEmpty ? .teep([request.path == "/dead" ? 0x01 : 0x02]) : .over
    } while: { [limits] server in
      let named = Counter()
      let agent = FakeAgent { _, call in
        switch call.kind {
        case .requestPolicyCheck:
          [.tamURI(server.uri("/dead")), .tamURI(server.uri("/good")), .nothing][named.next()]
        case .processTEEPMessage: .message([0xA0 + call.argument[0]])
        default: .nothing
        }
      }
      try await TestBroker.run(agent: agent, tam: nil, limits: limits) { broker in
        async let result = broker.exchanges.checkPolicy()
        while server.requests.count < 3 { try await Task.sleep(for: .milliseconds(5)) }
        // The second session has come to its end while the first TAM is silent.
        #expect(server.requests.map(\.path) == ["/dead", "/good", "/good"])
        isRevived.next()
        #expect(try await result == "checked the policy (sessions: 2, messages: 4)")
        #expect(server.requests.map(\.path) == ["/dead", "/good", "/good", "/dead"])
        #expect(server.requests.map(\.body) == [[], [], [0xA2], [0xA1]])
        #expect(agent.count(.processError) == 0)
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
      let timer = PolicyTimer(devices: { [broker.exchanges] }, logger: broker.log.makeLogger())
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await timer.run() }
        while agent.count(.requestPolicyCheck) < 3 { try await Task.sleep(for: .milliseconds(5)) }
        group.cancelAll()
      }
    }
  }
}
