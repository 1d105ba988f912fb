import Foundation
import ServiceLifecycle
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Devices that come and go with the configuration, and the end of all of them.
@Suite struct SupervisorTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])

  @Test("one mute device delays no other")
  func mute() async throws {
    let folder = try TemporaryFolder()
    let listener = try Listener(unixSocket: folder.path("mute"))
    defer { listener.stop() }
    Thread { while let connection = listener.accept() { while !connection.read().isEmpty {} } }.start()
    let agent = FakeAgent.obliging()
    let other = try agent.listen(at: folder.path("good"))
    defer {
      other.stop()
      agent.stop()
    }
    let (registry, tasks) = try Self.serve(["mute", "good"], in: folder)
    defer { tasks.cancel() }
    let muted = Task { try await registry["mute"]?.exchanges.request(hello) }
    let result = try await registry["good"]?.exchanges.request(hello)
    #expect(result == "hello is installed already")
    muted.cancel()
    _ = try? await muted.value
  }

  @Test("mute devices that have every place delay no other for longer than a place is kept")
  func places() async throws {
    let folder = try TemporaryFolder()
    let isOver = Counter()
    let mute = FakeAgent { _, _ in
      while isOver.value == 0 { Thread.sleep(forTimeInterval: 0.005) }
      return .nothing
    }
    let good = FakeAgent.obliging()
    let listeners = [try mute.listen(at: folder.path("mute")), try good.listen(at: folder.path("good"))]
    defer {
      isOver.next()
      for listener in listeners { listener.stop() }
      for agent in [mute, good] { agent.stop() }
    }
    var limits = BrokerLimits.test
    limits.maximumExchanges = 1
    limits.placeTime = .milliseconds(50)
    let (registry, tasks) = try Self.serve(["mute", "good"], in: folder, limits: limits)
    defer { tasks.cancel() }
    let muted = Task { try await registry["mute"]?.exchanges.request(hello) }
    while mute.count(.requestTA) == 0 { try await Task.sleep(for: .milliseconds(5)) }
    let result = try await registry["good"]?.exchanges.request(hello)
    #expect(result == "hello is installed already")
    muted.cancel()
    _ = try? await muted.value
  }

  @Test("of more devices than may be checked at once each has its policy checked in its turn")
  func checksInTurn() async throws {
    let folder = try TemporaryFolder()
    let inside = Counter()
    let agents = ["a", "b", "c", "d"].map { _ in
      FakeAgent { _, call in
        guard call.kind == .requestPolicyCheck else { return .nothing }
        #expect(inside.next() == 0)
        Thread.sleep(forTimeInterval: 0.01)
        inside.next(by: -1)
        return .nothing
      }
    }
    let listeners = try zip(["a", "b", "c", "d"], agents).map { try $1.listen(at: folder.path($0)) }
    defer {
      for listener in listeners { listener.stop() }
      for agent in agents { agent.stop() }
    }
    var limits = BrokerLimits.test
    limits.firstPolicyCheck = .milliseconds(10)
    limits.maximumExchanges = 1
    limits.placeTime = .seconds(3600)
    let (_, tasks) = try Self.serve(["a", "b", "c", "d"], in: folder, limits: limits)
    defer { tasks.cancel() }
    while agents.contains(where: { $0.count(.requestPolicyCheck) == 0 }) {
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  @Test("a reload adds and takes away devices, and those that stay keep their session")
  func reload() async throws {
    let folder = try TemporaryFolder()
    let isHeld = Counter()
    let agent = FakeAgent { _, call in
      if call.kind == .requestTA { while isHeld.value == 0 { Thread.sleep(forTimeInterval: 0.005) } }
      return call.kind == .status ? FakeAgent.holding("hello") : .nothing
    }
    let listeners = try ["a", "b", "c"].map { name in
      try (name == "a" ? agent : FakeAgent.obliging()).listen(at: folder.path(name))
    }
    defer {
      for listener in listeners { listener.stop() }
      agent.stop()
    }
    let (reloads, reload) = AsyncStream.makeStream(of: BrokerConfiguration.self)
    let (registry, tasks) = try Self.serve(["a", "b"], in: folder, reloads: reloads)
    defer { tasks.cancel() }
    let request = Task { try await registry["a"]?.exchanges.request(hello) }
    while agent.count(.requestTA) == 0 { try await Task.sleep(for: .milliseconds(5)) }
    var configuration = try Self.configuration(["a", "c"], in: folder)
    configuration.tam = try RemoteURI("http://127.0.0.1:1/tam")
    reload.yield(configuration)
    while registry["c"] == nil || registry["b"] != nil { try await Task.sleep(for: .milliseconds(5)) }
    #expect(registry["a"]?.exchanges.settings.value.tam == configuration.tam)
    isHeld.next()
    let found1 = try await request.value
    #expect(found1 == "hello is installed already")
    #expect(agent.count(.requestTA) == 1)
    let added = try await registry["c"]?.exchanges.checkPolicy()
    #expect(added == "checked the policy (sessions: 0, messages: 0)")
  }

  @Test("a device that is taken away ends what is under way, tells the agent, and takes up nothing more")
  func removed() async throws {
    let folder = try TemporaryFolder()
    let listener = try Listener()
    defer { listener.stop() }
    let uri = "http://127.0.0.1:\(listener.port)/tam"
    let agent = FakeAgent { _, call in call.kind == .requestTA ? .tamURI(uri) : .nothing }
    let line = try agent.listen(at: folder.path("a"))
    defer {
      line.stop()
      agent.stop()
    }
    let (reloads, reload) = AsyncStream.makeStream(of: BrokerConfiguration.self)
    var limits = BrokerLimits.test
    limits.finishTime = .milliseconds(100)
    let (registry, tasks) = try Self.serve(["a"], in: folder, limits: limits, reloads: reloads)
    defer { tasks.cancel() }
    let device = try #require(registry["a"])
    // The TAM never answers.
    let request = Task { try await device.exchanges.request(hello) }
    while agent.count(.requestTA) == 0 { try await Task.sleep(for: .milliseconds(5)) }
    try await Task.sleep(for: .milliseconds(50))
    reload.yield(try Self.configuration([], in: folder))
    await #expect(throws: ExchangeFailure.ending(device: "a")) { try await request.value }
    #expect(agent.count(.processError) == 1)
    await #expect(throws: ExchangeFailure.ending(device: "a")) { try await device.exchanges.checkPolicy() }
  }

  private static func configuration(
    _ names: [String], in folder: TemporaryFolder, limits: BrokerLimits = .test
  ) throws -> BrokerConfiguration {
    var configuration = BrokerConfiguration(
      api: APIConfiguration(address: try UnixSocketAddress("unix:" + folder.path("api"))))
    configuration.devices = try names.map { name in
      DeviceConfiguration(name: name, address: try DeviceAddress("unix:" + folder.path(name)))
    }
    configuration.limits = limits
    configuration.retries = .none
    return configuration
  }

  /// Serves devices whose sockets are in a folder, until the task is cancelled.
  private static func serve(
    _ names: [String], in folder: TemporaryFolder, limits: BrokerLimits = .test,
    reloads: AsyncStream<BrokerConfiguration> = .finished
  ) throws -> (DeviceRegistry, Task<Void, any Error>) {
    let registry = DeviceRegistry()
    let logger = LogRecord().makeLogger()
    let requests = RequestService(store: try StateStore(path: nil), logger: logger) { _ in "" }
    let supervisor = DeviceSupervisor(
      try configuration(names, in: folder, limits: limits), reloads: reloads, registry: registry,
      events: BrokerEvents(), network: try Network(), requests: requests, logger: logger)
    let group = ServiceGroup(services: [supervisor], logger: logger)
    return (registry, Task { try await group.run() })
  }
}
