import Hummingbird
import TEEPHost
import TEEPLink
import Testing

@testable import TEEPBroker

/// Sessions that failed and are tried again, and TAMs that are left alone.
@Suite struct RetryTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  private static func policy(attempts: Int, failuresToOpen: Int = .max, openTime: Duration = .zero)
    -> RetryPolicy
  {
    var policy = RetryPolicy()
    policy.attempts = attempts
    policy.firstDelay = .milliseconds(10)
    policy.failuresToOpen = failuresToOpen
    policy.openTime = openTime
    return policy
  }

  /// An agent that names a TAM with a message of its own, answers each message with another one, and holds what is asked.
  private static func agent(_ uri: String) -> FakeAgent {
    let number = Counter()
    return FakeAgent { _, call in
      switch call.kind {
      case .requestTA: .tamURIAndMessage(uri, [0x10])
      case .processTEEPMessage: .message([0x20 + UInt8(number.next())])
      case .status: FakeAgent.holding("hello")
      default: .nothing
      }
    }
  }

  @Test(
    "a retry is a new session with the empty POST, the agent is told of each failure, and no message is sent twice"
  )
  func retries() async throws {
    try await FakeServer.run { _, number in
      switch number {
      case 0, 2: Response(status: .serviceUnavailable)
      case 1, 3: .teep([0x01])
      default: .over
      }
    } while: { server in
      let agent = Self.agent(server.uri())
      try await TestBroker.run(agent: agent, tam: nil, retries: Self.policy(attempts: 3)) { broker in
        let result = try await broker.exchanges.request(hello)
        #expect(result == "installed hello")
        #expect(server.requests.map(\.body) == [[0x10], [], [0x20], [], [0x21]])
        #expect(agent.count(.processError) == 2)
        let retries = broker.events.happenings.compactMap { happening -> Int? in
          guard case .retryScheduled(.request(hello), let number, let delay, .tamStatus) = happening else {
            return nil
          }
          #expect(delay >= .milliseconds(9))
          return number
        }
        #expect(retries == [1, 2])
        #expect(broker.events.happenings.contains(.exchangeEnded(.request(hello), .done("installed hello"))))
      }
    }
  }

  @Test("what no later attempt would change is not tried again", arguments: [301, 400, 404, 415])
  func final(_ status: Int) async throws {
    try await FakeServer.run { _, _ in
      Response(status: .init(code: status))
    } while: { server in
      let agent = Self.agent(server.uri())
      try await TestBroker.run(agent: agent, tam: nil, retries: Self.policy(attempts: 3)) { broker in
        await #expect(throws: ExchangeFailure.self) { try await broker.exchanges.request(hello) }
        #expect(server.requests.count == 1)
      }
    }
  }

  @Test("of a policy check only the TAMs that did not answer are asked again, without a call to the agent")
  func policyCheck() async throws {
    try await FakeServer.run { request, number in
      request.path == "/a" && number < 2 ? Response(status: .badGateway) : .over
    } while: { server in
      let round = Counter()
      let uris = [server.uri("/a"), server.uri("/b")]
      let agent = FakeAgent { _, call in
        guard call.kind == .requestPolicyCheck else { return .nothing }
        let index = round.next()
        return index < 2 ? .tamURI(uris[index]) : .nothing
      }
      try await TestBroker.run(agent: agent, tam: nil, retries: Self.policy(attempts: 3)) { broker in
        let result = try await broker.exchanges.checkPolicy()
        #expect(result == "checked the policy (sessions: 1, messages: 0)")
        #expect(server.requests.map(\.path) == ["/a", "/b", "/a"])
        #expect(agent.count(.requestPolicyCheck) == 3)
      }
    }
  }

  @Test("the agent is free for others between two attempts")
  func turns() async throws {
    try await FakeServer.run { _, _ in
      Response(status: .serviceUnavailable)
    } while: { server in
      let agent = Self.agent(server.uri())
      var policy = Self.policy(attempts: 2)
      policy.firstDelay = .seconds(600)
      try await TestBroker.run(agent: agent, tam: nil, retries: policy) { broker in
        let request = Task { try await broker.exchanges.request(hello) }
        while agent.count(.processError) == 0 { try await Task.sleep(for: .milliseconds(5)) }
        let result = try await broker.exchanges.checkPolicy()
        #expect(result == "checked the policy (sessions: 0, messages: 0)")
        request.cancel()
        await #expect(throws: CancellationError.self) { try await request.value }
      }
    }
  }

  @Test("a TAM that fails in a row is left alone, then asked once, and welcome again when it answers")
  func circuit() async throws {
    let isWell = Counter()
    try await FakeServer.run { _, _ in
      isWell.value == 0 ? Response(status: .internalServerError) : .over
    } while: { server in
      let agent = Self.agent(server.uri())
      let policy = Self.policy(attempts: 1, failuresToOpen: 2, openTime: .milliseconds(300))
      try await TestBroker.run(agent: agent, tam: nil, retries: policy) { broker in
        for _ in 0..<2 { _ = try? await broker.exchanges.request(hello) }
        #expect(server.requests.count == 2)
        let failure = await #expect(throws: ExchangeFailure.self) {
          try await broker.exchanges.request(hello)
        }
        #expect(failure.map(ErrorKind.init) == .tamLeftAlone)
        #expect(server.requests.count == 2)
        #expect(agent.count(.processError) == 3)
        isWell.next()
        try await Task.sleep(for: .milliseconds(400))
        let result = try await broker.exchanges.request(hello)
        #expect(result == "installed hello")
        let uri = try RemoteURI(server.uri())
        #expect(broker.events.happenings.contains(.circuitClosed(tam: uri)))
      }
    }
  }
}
