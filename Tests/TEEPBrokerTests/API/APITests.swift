import Foundation
import Hummingbird
import TEEPHost
import TEEPLink
import Testing

@testable import TEEPBroker

/// The API for applications.
@Suite struct APITests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  @Test("request, release, check and status do what they say")
  func calls() async throws {
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      let client = broker.client
      var status = try await client.status()
      #expect(status.agents.count == 1)
      #expect(status.agents.first?.components == [])
      #expect(status.agents.first?.largestMessage == 0x1000)
      #expect(status.agents.first?.freeBytes == 0x2000)
      let request = try await client.request(hello)
      #expect(request == "hello is installed already")
      status = try await client.status()
      #expect(status.agents.first?.components == [InstalledComponent(identifier: hello, size: 42)])
      let release = try await client.release(hello)
      #expect(release == "hello is not installed")
      let check = try await client.checkPolicy()
      #expect(check == "checked the policy (sessions: 0, messages: 0)")
    }
  }

  @Test("the JSON is as it is described")
  func json() async throws {
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      let answer = try await broker.send("POST", "/v1/request", #"{"component":"hello"}"#)
      #expect(answer.status == 200)
      #expect(answer.body == #"{"result":"hello is installed already"}"#)
      let status = try await broker.send("GET", "/v1/status")
      #expect(status.body.contains(#""components":[{"identifier":"hello","size":42}]"#))
      #expect(status.body.contains(#""failedSessions":0"#))
    }
  }

  @Test(
    "a request that makes no sense is refused, and the agent not asked",
    arguments: [
      ("", #"the request is no JSON; send {"component": "…"}"#),
      ("{", #"the request is no JSON; send {"component": "…"}"#),
      ("[]", "the request's member '' is of the wrong type"),
      ("{}", "the request has no member 'component'"),
      (#"{"component":1}"#, "the request's member 'component' is of the wrong type"),
      (#"{"component":null}"#, "the request's member 'component' is of the wrong type"),
      (#"{"component":""}"#, "the member 'component' is empty; give segments joined by '/'"),
      (#"{"component":"a//b"}"#, ComponentIdentifierError.emptySegment.description),
      (#"{"component":"0xA"}"#, ComponentIdentifierError.badHexadecimal("0xA").description),
    ])
  func badRequests(_ body: String, _ sentence: String) async throws {
    let agent = FakeAgent.obliging()
    try await RunningBroker.run(agent: agent) { broker in
      for path in ["/v1/request", "/v1/release"] {
        let answer = try await broker.send("POST", path, body)
        #expect(answer.status == 400)
        let failure = try JSONDecoder().decode(BrokerAPI.Failure.self, from: Data(answer.body.utf8))
        #expect(failure.error == sentence)
      }
      #expect(agent.count(.requestTA) + agent.count(.unrequestTA) == 0)
    }
  }

  @Test("a request that is too long is refused")
  func longRequest() async throws {
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      let name = String(repeating: "a", count: BrokerAPI.maximumRequest)
      let answer = try await broker.send("POST", "/v1/request", #"{"component":"\#(name)"}"#)
      #expect(answer.status == 413)
      #expect(answer.body == #"{"error":"the request has more than 65536 bytes"}"#)
    }
  }

  @Test(
    "what is not there is not found",
    arguments: [
      ("GET", "/"), ("GET", "/v1/request"), ("POST", "/v1/status"), ("POST", "/v2/check"),
      ("PUT", "/v1/check"),
    ])
  func unknown(_ method: String, _ path: String) async throws {
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      let answer = try await broker.send(method, path)
      #expect(answer.status == 404)
      #expect(answer.body == #"{"error":"there is no \#(method) \#(path) here"}"#)
    }
  }

  @Test("an exchange that fails gives the sentence that says why")
  func failure() async throws {
    let agent = FakeAgent { _, call in call.kind == .status ? FakeAgent.empty : .failure(2) }
    try await RunningBroker.run(agent: agent) { broker in
      let sentence = "no TAM that the device trusts may manage this component"
      await #expect(throws: LocalServerError.refused(status: 502, sentence)) {
        try await broker.client.request(hello)
      }
      let status = try await broker.client.status()
      #expect(status.agents.first?.lastError?.sentence == "request hello: \(sentence)")
    }
  }

  @Test("a call beyond those that may wait is refused at once, and those that wait are answered")
  func queue() async throws {
    let isHeld = Counter()
    let agent = FakeAgent { _, call in
      if call.kind == .requestTA { while isHeld.value == 0 { Thread.sleep(forTimeInterval: 0.005) } }
      return call.kind == .status ? FakeAgent.holding("hello") : .nothing
    }
    var limits = BrokerLimits.test
    limits.maximumWaitingCalls = 2
    try await RunningBroker.run(agent: agent, limits: limits) { broker in
      try await withThrowingTaskGroup(of: String.self) { group in
        group.addTask { try await broker.client.request(hello) }
        while agent.count(.requestTA) == 0 { try await Task.sleep(for: .milliseconds(5)) }
        for number in 0..<3 {
          let other = ComponentIdentifier(segments: [[UInt8(number)]])
          group.addTask { try await broker.client.release(other) }
        }
        // Two of the three wait, so the one that is refused ends first.
        let failure = await #expect(throws: LocalServerError.self) { try await group.next() }
        guard case .refused(503, let sentence) = failure else {
          Issue.record("not refused")
          return
        }
        #expect(sentence.hasSuffix("is busy and 2 calls wait for it already; try again later"))
        isHeld.next()
        var sentences: [String] = []
        for try await sentence in group { sentences.append(sentence) }
        #expect(sentences.count { $0 == "hello is installed already" } == 1)
        #expect(sentences.count { $0.hasSuffix(" is not installed") } == 2)
        #expect(agent.count(.unrequestTA) == 2)
      }
    }
  }
}
