import Foundation
import Logging
import ServiceLifecycle
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// A whole broker with its API, in this process.
struct RunningBroker: Sendable {
  let api: UnixSocketAddress
  let log: LogRecord
  private let group: ServiceGroup

  var client: BrokerClient { BrokerClient(api) }

  /// Tells the broker to end, as a signal would.
  func end() async { await group.triggerGracefulShutdown() }

  /// Runs `body` while a broker serves `agent`, and ends the broker as a signal would.
  static func run(
    agent: FakeAgent, tam: String? = nil, limits: BrokerLimits = .test, state: String? = nil,
    manager: ServiceManager = ServiceManager(environment: [:]),
    _ body: @escaping @Sendable (RunningBroker) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let listener = try agent.listen(at: folder.path("agent"))
    defer {
      listener.stop()
      agent.stop()
    }
    let address = DeviceAddress.unixSocket(try UnixSocketAddress("unix:" + folder.path("agent")))
    try await run(
      devices: [DeviceConfiguration(address: address)], tam: tam, limits: limits, state: state,
      manager: manager, body)
  }

  /// Runs `body` while a broker serves these devices.
  static func run(
    devices: [DeviceConfiguration], tam: String? = nil, limits: BrokerLimits = .test, state: String? = nil,
    manager: ServiceManager = ServiceManager(environment: [:]),
    _ body: @escaping @Sendable (RunningBroker) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let log = LogRecord()
    let api = try UnixSocketAddress("unix:" + folder.path("api"))
    var configuration = BrokerConfiguration(api: APIConfiguration(address: api))
    configuration.devices = devices
    configuration.tam = try tam.map { try RemoteURI($0) }
    configuration.limits = limits
    configuration.retries = .none
    configuration.state = state
    let broker = Broker(configuration: configuration, manager: manager, logger: log.makeLogger())
    let group = ServiceGroup(services: [broker], logger: log.makeLogger())
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask {
        while (try? await BrokerClient(api).status()) == nil { try await Task.sleep(for: .milliseconds(10)) }
        do {
          try await body(RunningBroker(api: api, log: log, group: group))
        } catch {
          await group.triggerGracefulShutdown()
          throw error
        }
        await group.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
    #expect(!FileManager.default.fileExists(atPath: api.path), "the socket is gone with the broker")
  }

  /// The samples of its metrics as they are now, such as `teep_broker_retries_total{device="a"} 1`.
  func metrics() async throws -> [String] {
    try await send("GET", "/metrics").body.split(separator: "\n").map(String.init)
  }

  /// Returns when all of these samples are among its metrics.
  func wait(for samples: String...) async throws {
    while try await !Set(samples).isSubset(of: metrics()) { try await Task.sleep(for: .milliseconds(10)) }
  }

  /// Sends a request as it is; gives the status and the body.
  func send(_ method: String, _ path: String, _ body: String = "") async throws -> (status: Int, body: String)
  {
    let answer = try await APIRequest.send(api, method, path, body)
    return (answer.status, answer.body)
  }
}
