import Logging
import Synchronization
import TEEPHost
import TEEPLink
import TEEPTestSupport

@testable import TEEPBroker

/// The broker's insides without its API, on the way between a fake agent and fake servers.
struct TestBroker: Sendable {
  let exchanges: Exchanges
  let log: LogRecord
  let events: EventRecord

  var agent: AgentHandle { exchanges.agent }

  /// Runs `body` while a broker keeps a line to `device`.
  static func run(
    device: Device, tam: String?, limits: BrokerLimits = .test, retries: RetryPolicy = .none,
    policyInterval: Duration = .seconds(3600), network: NetworkConfiguration = NetworkConfiguration(),
    _ body: @escaping @Sendable (TestBroker) async throws -> Void
  ) async throws {
    let log = LogRecord()
    let logger = log.makeLogger()
    let way = try Network(network, limits)
    let events = EventRecord()
    let agent = AgentHandle(
      device: "\(device)", limits: limits, payloads: way.payloadClient(limits),
      events: DeviceEvents(device: "\(device)", events: BrokerEvents(observers: [events])), logger: logger)
    var configuration = BrokerConfiguration(
      api: APIConfiguration(address: try UnixSocketAddress("unix:/api")))
    configuration.tam = try tam.map { try RemoteURI($0) }
    configuration.policyInterval = policyInterval
    configuration.retries = retries
    let settings = DeviceSettings(
      DeviceConfiguration(address: .pseudoTerminal), configuration, client: way.tamClient(limits))
    let exchanges = Exchanges(agent: agent, settings: Current(settings), logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await LineKeeper(device: device, agent: agent, logger: logger).run() }
      group.addTask { try await body(TestBroker(exchanges: exchanges, log: log, events: events)) }
      try await group.next()
    }
  }

  /// Runs `body` with a broker whose line leads to `agent`.
  static func run(
    agent: FakeAgent, tam: String?, limits: BrokerLimits = .test, retries: RetryPolicy = .none,
    policyInterval: Duration = .seconds(3600), network: NetworkConfiguration = NetworkConfiguration(),
    _ body: @escaping @Sendable (TestBroker) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("agent")
    let listener = try agent.listen(at: path)
    defer {
      listener.stop()
      agent.stop()
    }
    try await run(
      device: .unixSocket(UnixSocketAddress("unix:\(path)")), tam: tam, limits: limits, retries: retries,
      policyInterval: policyInterval, network: network, body)
  }
}

extension BrokerLimits {
  /// Short enough for tests that wait for a limit, long enough for a busy machine where none is meant to be reached.
  static var test: BrokerLimits {
    var limits = BrokerLimits()
    limits.link = limits.link.scaled(by: 0.1)
    limits.link.toleratedSilence = 20_000
    // No policy check of its own comes between a test's calls.
    limits.firstPolicyCheck = .seconds(3600)
    return limits
  }
}

extension RetryPolicy {
  /// Each session is tried once, and no TAM left alone.
  static var none: RetryPolicy {
    var policy = RetryPolicy()
    policy.attempts = 1
    policy.failuresToOpen = .max
    return policy
  }
}

/// What happened.
final class EventRecord: BrokerObserver {
  private let record = Mutex<[BrokerEvent.Happening]>([])

  var happenings: [BrokerEvent.Happening] { record.withLock { $0 } }

  func observe(_ event: BrokerEvent) { record.withLock { $0.append(event.happening) } }
}

/// The lines that were logged.
final class LogRecord: Sendable {
  private let record = Mutex<[String]>([])

  var lines: [String] { record.withLock { $0 } }

  func makeLogger() -> Logger {
    var logger = Logger(label: "test") { _ in Handler(record: self) }
    logger.logLevel = .info
    return logger
  }

  private struct Handler: LogHandler {
    let record: LogRecord
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      record.record.withLock { $0.append("\(event.message)") }
    }
  }
}
