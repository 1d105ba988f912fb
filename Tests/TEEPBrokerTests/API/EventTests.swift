import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Watching what happens.
@Suite struct EventTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  @Test("a watcher sees what happens from its coming on, each event with its type")
  func watch() async throws {
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      let (starts, start) = AsyncStream.makeStream(of: Void.self)
      async let watching: Void = APIRequest.watch(broker.api) { answer in
        #expect(answer.status == 200)
        #expect(answer.type == "text/event-stream")
        if answer.body == ":\n\n" { start.finish() }
        guard answer.body.contains("event: exchangeEnded\n") else { return true }
        let lines = answer.body.split(separator: "\n").map(String.init)
        #expect(
          lines.filter { $0.hasPrefix("event: ") } == ["event: exchangeStarted", "event: exchangeEnded"])
        #expect(lines.last?.hasPrefix("data: {") == true)
        #expect(lines.last?.contains(#""sentence":"hello is installed already""#) == true)
        return false
      }
      for await _ in starts {}
      _ = try await broker.client.request(hello)
      try await watching
    }
  }

  @Test("a watcher of one device does not see the others")
  func oneDevice() async throws {
    let parts = try APIParts()
    let watch = try parts.events.watch { $0.device == "one" }
    for device in ["two", "one"] { parts.events.publish(BrokerEvent(device: device, .agentRestarted)) }
    watch.end(.closed)
    var devices: [String] = []
    for await event in watch.events { devices.append(event.device) }
    #expect(devices == ["one"])
  }

  @Test("a watcher that does not keep up gets what waited for it, and then the reason why no more follows")
  func slow() async throws {
    let parts = try APIParts()
    try await parts.serve { api in
      let hasFilled = Counter()
      try await APIRequest.watch(api) { answer in
        // Far more than the connection takes in while nobody reads.
        if hasFilled.next() == 0 {
          let reason = String(repeating: "x", count: 4096)
          for _ in 0..<4000 { parts.events.publish(BrokerEvent(device: "d", .lineLost(reason: reason))) }
          #expect(parts.events.watcherCount == 0)
        }
        return true
      }
    }
    #expect(parts.metrics.page().text.contains("\nteep_broker_watchers_dropped_total 1\n"))
  }

  @Test("a watcher that went away is forgotten")
  func gone() async throws {
    let parts = try APIParts()
    try await parts.serve { api in
      try await APIRequest.watch(api) { _ in
        #expect(parts.events.watcherCount == 1)
        return false
      }
      while parts.events.watcherCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
    }
  }

  @Test("the broker's end is the last event, and does not wait for watchers")
  func ending() async throws {
    let texts = try await RunningBroker.lastText()
    #expect(texts.contains("event: ended\n"))
    #expect(texts.contains(#""sentence":"the broker is being ended""#))
  }
}

extension RunningBroker {
  /// What a watcher has got in all of a broker that was told to end.
  fileprivate static func lastText() async throws -> String {
    let record = Current("")
    try await run(agent: FakeAgent.obliging()) { broker in
      try await APIRequest.watch(broker.api) { answer in
        if record.value.isEmpty { await broker.end() }
        record.value = answer.body
        return true
      }
    }
    return record.value
  }
}
