import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Lines to devices that come, go, restart and speak nonsense.
@Suite struct LineTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  /// An agent that has what is asked for.
  private static let content: FakeAgent.Script = { _, call in
    call.kind == .status ? FakeAgent.holding("hello") : .nothing
  }

  @Test("a call waits for a device that appears")
  func appears() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("agent")
    let agent = FakeAgent(Self.content)
    try await TestBroker.run(device: .unixSocket(UnixSocketAddress("unix:\(path)")), tam: nil) { broker in
      async let result = broker.exchanges.request(hello)
      while !broker.log.lines.contains(where: { $0.hasPrefix("no line to unix:\(path): No such file") }) {
        try await Task.sleep(for: .milliseconds(5))
      }
      let listener = try agent.listen(at: path)
      defer { listener.stop() }
      #expect(try await result == "hello is installed already")
      agent.stop()
    }
  }

  @Test("a call to a device that is not there fails")
  func absent() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("agent")
    var limits = BrokerLimits.test
    limits.deviceWait = .milliseconds(100)
    try await TestBroker.run(
      device: .unixSocket(UnixSocketAddress("unix:\(path)")), tam: nil, limits: limits
    ) { broker in
      let failure = await #expect(throws: AgentFailure.self) { try await broker.exchanges.request(hello) }
      #expect(
        failure?.description
          == "there is no line to the device unix:\(path); check that it is there and running")
    }
  }

  @Test("a restart during a call fails the call, and the next one works")
  func restarts() async throws {
    let count = Counter()
    let agent = FakeAgent { link, call in
      count.next() == 0 ? .restart : Self.content(&link, call)
    }
    try await TestBroker.run(agent: agent, tam: nil) { broker in
      await #expect(throws: AgentFailure.link(.agentRestarted, device: broker.agent.device)) {
        try await broker.exchanges.request(hello)
      }
      let result = try await broker.exchanges.request(hello)
      #expect(result == "hello is installed already")
      #expect(await broker.agent.record.restarts == 1)
    }
  }

  @Test("a line that is cut during a call fails the call, and the next one works on a new line")
  func hangsUp() async throws {
    let count = Counter()
    let agent = FakeAgent { link, call in
      count.next() == 0 ? .hangUp : Self.content(&link, call)
    }
    try await TestBroker.run(agent: agent, tam: nil) { broker in
      await #expect(throws: AgentFailure.link(.lineLost, device: broker.agent.device)) {
        try await broker.exchanges.request(hello)
      }
      let result = try await broker.exchanges.request(hello)
      #expect(result == "hello is installed already")
    }
  }

  @Test("a restart in the middle of a session ends the session")
  func restartsInSession() async throws {
    try await FakeServer.run { _, _ in
      .teep([0x01])
    } while: { server in
      let agent = FakeAgent { _, call in
        switch call.kind {
        case .requestTA: .tamURI(server.uri())
        case .processTEEPMessage: .restart
        default: FakeAgent.empty
        }
      }
      try await TestBroker.run(agent: agent, tam: nil) { broker in
        await #expect(throws: AgentFailure.link(.agentRestarted, device: broker.agent.device)) {
          try await broker.exchanges.request(hello)
        }
        #expect(server.requests.count == 1)
        #expect(await broker.agent.record.failedSessions == 1)
      }
    }
  }

  @Test("an agent that takes too long is given up, and the next call works")
  func tooSlow() async throws {
    var limits = BrokerLimits.test
    limits.callTime = .seconds(5)
    let count = Counter()
    let agent = FakeAgent { link, call in
      if count.next() == 0 { Thread.sleep(forTimeInterval: 6) }
      return Self.content(&link, call)
    }
    try await TestBroker.run(agent: agent, tam: nil, limits: limits) { [limits] broker in
      await #expect(throws: AgentFailure.tooSlow(device: broker.agent.device, limit: limits.callTime)) {
        try await broker.exchanges.request(hello)
      }
      let result = try await broker.exchanges.request(hello)
      #expect(result == "hello is installed already")
    }
  }

  @Test(
    "what speaks another language is no agent",
    arguments: [[UInt8]](arrayLiteral: [], [0x00], Array("HTTP/1.1 400\r\n\r\n".utf8)))
  func noise(_ answer: [UInt8]) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("agent")
    let listener = try Listener(unixSocket: path)
    Thread {
      while let connection = listener.accept() {
        while !connection.read().isEmpty { connection.write(answer) }
      }
    }.start()
    defer { listener.stop() }
    var limits = BrokerLimits.test
    limits.link = limits.link.scaled(by: 0.05)
    try await TestBroker.run(
      device: .unixSocket(UnixSocketAddress("unix:\(path)")), tam: nil, limits: limits
    ) { broker in
      await #expect(throws: AgentFailure.link(.agentSilent, device: broker.agent.device)) {
        try await broker.exchanges.request(hello)
      }
      #expect(await broker.agent.record.retransmissions > 0)
    }
  }
}
