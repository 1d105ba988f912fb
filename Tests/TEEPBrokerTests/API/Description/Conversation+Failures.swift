import Foundation
import GRDB
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

extension Conversation {
  /// An agent that refuses all that it is asked.
  func talkToFailingBroker() async throws {
    let agent = FakeAgent { _, call in call.kind == .status ? FakeAgent.empty : .failure(2) }
    try await RunningBroker.run(agent: agent) { [self] broker in
      for path in ["/v1/request", "/v1/release"] { try await send(broker.api, "POST", path, hello) }
      try await send(broker.api, "POST", "/v1/check")
      try await send(broker.api, "GET", "/v1/status")
    }
  }

  /// An agent that is busy, and room for nobody who waits.
  func talkToBusyBroker() async throws {
    let isHeld = Counter()
    let agent = FakeAgent { _, call in
      if call.kind == .requestPolicyCheck { while isHeld.value == 0 { Thread.sleep(forTimeInterval: 0.005) } }
      return call.kind == .status ? FakeAgent.empty : .nothing
    }
    var limits = BrokerLimits.test
    limits.maximumWaitingCalls = 0
    try await RunningBroker.run(agent: agent, limits: limits) { [self] broker in
      async let check = broker.client.checkPolicy()
      while agent.count(.requestPolicyCheck) == 0 { try await Task.sleep(for: .milliseconds(5)) }
      for path in ["/v1/request", "/v1/release"] { try await send(broker.api, "POST", path, hello) }
      try await send(broker.api, "POST", "/v1/check")
      isHeld.next()
      _ = try await check
    }
    // More watchers than there is room for.
    let parts = try APIParts()
    let watches = try (0..<BrokerEvents.maximumWatchers).map { _ in try parts.events.watch { _ in true } }
    try await parts.serve { [self] api in try await send(api, "GET", "/v1/events") }
    #expect(watches.allSatisfy { $0.hasEnded == nil })
  }

  /// A broker that ends while an agent takes its time.
  func talkToEndingBroker() async throws {
    let isHeld = Counter()
    let agent = FakeAgent { _, call in
      // The first status is the test's own, which waits for the broker.
      if call.kind == .status { while isHeld.value == 1 { Thread.sleep(forTimeInterval: 0.005) } }
      return call.kind == .status ? FakeAgent.empty : .nothing
    }
    try await RunningBroker.run(agent: agent) { [self] broker in
      let before = agent.count(.status)
      isHeld.next()
      async let answer: Void = send(broker.api, "GET", "/v1/status")
      while agent.count(.status) == before { try await Task.sleep(for: .milliseconds(5)) }
      await broker.end()
      try await answer
      isHeld.next()
    }
  }

  /// A broker that nobody may use.
  func talkToDeniedBroker() async throws {
    try await APIParts(access: APIAccess(users: [], groups: [])).serve { [self] api in
      for path in ["/v1/request", "/v1/release"] { try await send(api, "POST", path, hello) }
      try await send(api, "POST", "/v1/check")
      for path in ["/v1/status", "/v1/events", "/healthz", "/metrics"] { try await send(api, "GET", path) }
    }
  }

  /// A broker whose state goes bad under its hands.
  func talkToBrokerWithoutState() async throws {
    let folder = try TemporaryFolder()
    try await RunningBroker.run(agent: FakeAgent.obliging(), state: folder.path("state")) { [self] broker in
      let other = try DatabaseQueue(path: folder.path("state"))
      try await other.write { database in
        for table in ["requestUser", "request", "room"] { try database.drop(table: table) }
      }
      for path in ["/v1/request", "/v1/release"] { try await send(broker.api, "POST", path, hello) }
      try await send(broker.api, "GET", "/v1/status")
      try await send(broker.api, "GET", "/healthz")
    }
  }
}
