import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Devices on serial ports that are silent, noisy, reset, unplugged or taken: each time the log and the metrics say so,
/// and all goes on when the trouble is over.
@Suite struct DeviceFaultTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  /// Runs `body` with a broker at a serial port: the other end of a pseudo-terminal. Silence is noticed soon.
  private func run(
    _ terminal: PseudoTerminal, limits change: (inout BrokerLimits) -> Void = { _ in },
    _ body: @escaping @Sendable (RunningBroker) async throws -> Void
  ) async throws {
    var limits = BrokerLimits.test
    limits.link = limits.link.scaled(by: 0.05)
    change(&limits)
    let device = DeviceConfiguration(name: "a", address: try DeviceAddress(terminal.path))
    try await RunningBroker.run(devices: [device], limits: limits, body)
  }

  /// Asks for a component that the agent, when it answers, has already.
  private func expectFailure(_ broker: RunningBroker, _ sentence: String, _ kind: ErrorKind) async throws {
    let failure = await #expect(throws: LocalServerError.self) { try await broker.client.request(hello) }
    #expect(failure?.description.contains(sentence) == true)
    #expect(broker.log.lines.contains { $0.hasPrefix("request hello: \(sentence)") })
    let sample = #"teep_broker_errors_total{device="a",stage="exchange",kind="\#(kind.rawValue)"} 1"#
    try await broker.wait(for: sample)
  }

  private func expectRecovery(_ broker: RunningBroker) async throws {
    var result: String?
    while result == nil {
      result = try? await broker.client.request(hello)
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(result == "hello is installed already")
    try await broker.wait(for: #"teep_broker_device_connected{device="a"} 1"#)
  }

  private static let content: FakeAgent.Script = { _, call in
    call.kind == .status ? FakeAgent.holding("hello") : .nothing
  }

  @Test("a device that is silent is, on a line that stays, and is heard when it speaks")
  func silent() async throws {
    let terminal = try PseudoTerminal()
    try await run(terminal) { broker in
      try await expectFailure(broker, "the agent at a does not answer", .deviceSilent)
      let isCounted = try await broker.metrics().contains {
        $0.hasPrefix(#"teep_broker_link_retransmissions_total{device="a"} "#) && !$0.hasSuffix(" 0")
      }
      #expect(isCounted)
      let agent = FakeAgent(Self.content)
      agent.attach(to: Connection(descriptor: try terminal.open()))
      try await expectRecovery(broker)
    }
  }

  @Test("a device that speaks noise is not understood, and is when it stops")
  func noise() async throws {
    let terminal = try PseudoTerminal()
    let line = Connection(descriptor: try terminal.open())
    let isOver = Counter()
    var generator = SeededGenerator()
    let noise = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let thread = Thread {
      while isOver.value == 0 {
        line.write(noise)
        Thread.sleep(forTimeInterval: 0.01)
      }
      isOver.next()
    }
    thread.start()
    try await run(terminal) { broker in
      try await expectFailure(broker, "the agent at a does not answer", .deviceSilent)
      isOver.next()
      while isOver.value < 2 { try await Task.sleep(for: .milliseconds(5)) }
      FakeAgent(Self.content).attach(to: line)
      try await expectRecovery(broker)
    }
  }

  @Test("a device that resets again and again fails each call by name, and serves the next one that it can")
  func resetting() async throws {
    let terminal = try PseudoTerminal()
    let count = Counter()
    let agent = FakeAgent { link, call in
      count.next() < 3 ? .restart : Self.content(&link, call)
    }
    agent.attach(to: Connection(descriptor: try terminal.open()))
    try await run(terminal) { broker in
      try await expectFailure(broker, "the agent at a restarted during the call", .deviceRestarted)
      #expect(broker.log.lines.contains("the agent at a restarted"))
      try await expectRecovery(broker)
      try await broker.wait(for: #"teep_broker_agent_restarts_total{device="a"} 3"#)
    }
  }

  @Test("a device that is reset while nothing is asked of it is noticed, and its policy checked")
  func idleReset() async throws {
    let terminal = try PseudoTerminal()
    let agent = FakeAgent(Self.content)
    agent.attach(to: Connection(descriptor: try terminal.open()))
    let limits: (inout BrokerLimits) -> Void = { limits in
      limits.idleProbe = .milliseconds(20)
      limits.firstPolicyCheck = .milliseconds(20)
    }
    try await run(terminal, limits: limits) { broker in
      try await broker.wait(
        for: #"teep_broker_exchanges_total{device="a",exchange="policyCheck",outcome="done"} 1"#)
      agent.reset()
      try await broker.wait(
        for: #"teep_broker_agent_restarts_total{device="a"} 1"#,
        #"teep_broker_exchanges_total{device="a",exchange="policyCheck",outcome="done"} 2"#)
      #expect(broker.log.lines.contains("the agent at a restarted"))
    }
  }

  @Test(
    "a device that falls silent while nothing is asked of it is said so once, and checked when it is back")
  func idleSilence() async throws {
    let terminal = try PseudoTerminal()
    let limits: (inout BrokerLimits) -> Void = { limits in
      limits.idleProbe = .milliseconds(20)
      limits.firstPolicyCheck = .milliseconds(20)
      limits.link.maximumRetransmissions = 3
    }
    try await run(terminal, limits: limits) { broker in
      let sentence = "the agent at a does not answer; check the line and its speed"
      while !broker.log.lines.contains(sentence) { try await Task.sleep(for: .milliseconds(10)) }
      try await Task.sleep(for: .milliseconds(300))
      #expect(broker.log.lines.count { $0 == sentence } == 1)
      try await broker.wait(for: #"teep_broker_device_connected{device="a"} 0"#)
      FakeAgent(Self.content).attach(to: Connection(descriptor: try terminal.open()))
      try await broker.wait(
        for: #"teep_broker_device_connected{device="a"} 1"#,
        #"teep_broker_exchanges_total{device="a",exchange="policyCheck",outcome="done"} 1"#)
    }
  }
}
