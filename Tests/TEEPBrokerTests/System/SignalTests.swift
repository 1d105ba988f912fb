import Foundation
import Glibc
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// What signals do to the real process.
@Suite struct SignalTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// An agent that installs what is asked for as long as it is not held back.
  private static func agent(heldBackUntil isFree: Counter) -> FakeAgent {
    FakeAgent { _, call in
      if call.kind == .requestTA { while isFree.value == 0 { Thread.sleep(forTimeInterval: 0.005) } }
      return call.kind == .status ? FakeAgent.holding("hello") : .nothing
    }
  }

  private static let quiet = "limits: {first-policy-check: 1h, finish-time: 200ms}\nstate: state\n"

  @Test("SIGHUP takes up devices, leaves the session of those that stay, and does not take what is wrong")
  func reload() async throws {
    let isFree = Counter()
    let agents = [Self.agent(heldBackUntil: isFree), FakeAgent.obliging()]
    let listeners = try zip(agents, ["a", "b"]).map { try $0.listen(at: folder.path($1)) }
    defer {
      for listener in listeners { listener.stop() }
      for agent in agents { agent.stop() }
    }
    let one = Self.quiet + "devices: [{name: a, address: 'unix:\(folder.path("a"))'}"
    let broker = try BrokerProcess(in: folder, one + "]")
    try await broker.waitUntilServing()
    let request = Task { [client = broker.client] in try await client.request(hello, on: "a") }
    while agents[0].count(.requestTA) == 0 { try await Task.sleep(for: .milliseconds(5)) }
    try broker.configure(one + ", {name: b}]")
    broker.signal(SIGHUP)
    try await broker.wait(forLog: "the configuration stays as it was: ")
    #expect(broker.output.contains("devices[1]"))
    try broker.configure(one + ", {name: b, address: 'unix:\(folder.path("b"))'}]")
    broker.signal(SIGHUP)
    try await broker.wait(forLog: "the configuration was read again (devices: 2)")
    while try await broker.client.status().agents.count < 2 { try await Task.sleep(for: .milliseconds(20)) }
    isFree.next()
    let result = try await request.value
    #expect(result == "hello is installed already")
    #expect(agents[0].count(.requestTA) == 1)
    #expect(broker.end(SIGTERM) == 0)
  }

  @Test("a request that a killed broker was at is known to the next one, which sees it through")
  func killed() async throws {
    let isFree = Counter()
    let agent = Self.agent(heldBackUntil: isFree)
    let listener = try agent.listen(at: folder.path("a"))
    defer {
      listener.stop()
      agent.stop()
    }
    let configuration = Self.quiet + "devices: [{name: a, address: 'unix:\(folder.path("a"))'}]"
    let first = try BrokerProcess(in: folder, configuration)
    try await first.waitUntilServing()
    let request = Task { [client = first.client] in try await client.request(hello) }
    while agent.count(.requestTA) == 0 { try await Task.sleep(for: .milliseconds(5)) }
    #expect(first.end(SIGKILL) == 128 + SIGKILL)
    await #expect(throws: LocalServerError.self) { try await request.value }
    isFree.next()
    let second = try BrokerProcess(in: folder, configuration)
    try await second.waitUntilServing()
    try await second.wait(forLog: "goes on with request hello on a, asked for before the restart")
    var status = try await second.client.status()
    while status.agents.first?.requests.first?.progress != "fulfilled" {
      try await Task.sleep(for: .milliseconds(20))
      status = try await second.client.status()
    }
    #expect(status.agents.first?.requests.map(\.component) == ["hello"])
    #expect(status.agents.first?.requests.first?.users == [getuid()])
    #expect(agent.count(.requestTA) == 2)
    #expect(second.end(SIGTERM) == 0)
  }

  @Test("SIGTERM undoes what does not end: the agent is told that the session is dropped")
  func terminated() async throws {
    let tam = try RawServer([.init(text: "", isClosed: false)])
    defer { tam.stop() }
    let agent = FakeAgent { _, call in call.kind == .requestTA ? .tamURI(tam.uri) : .nothing }
    let listener = try agent.listen(at: folder.path("a"))
    defer {
      listener.stop()
      agent.stop()
    }
    let broker = try BrokerProcess(
      in: folder, Self.quiet + "devices: [{name: a, address: 'unix:\(folder.path("a"))'}]")
    try await broker.waitUntilServing()
    let request = Task { [client = broker.client] in try await client.request(hello) }
    while tam.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    #expect(broker.end(SIGTERM) == 0)
    #expect(agent.count(.processError) == 1)
    await #expect(throws: LocalServerError.self) { try await request.value }
  }
}
