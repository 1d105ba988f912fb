import AsyncHTTPClient
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

  var agent: AgentHandle { exchanges.agent }

  /// Runs `body` while a broker keeps a line to `device`.
  static func run(
    device: Device, tam: String?, limits: BrokerLimits = .test,
    _ body: @escaping @Sendable (TestBroker) async throws -> Void
  ) async throws {
    let log = LogRecord()
    let logger = log.makeLogger()
    try await HTTPClient.withHTTPClient(configuration: .broker) { client in
      let agent = AgentHandle(
        device: "\(device)", limits: limits,
        payloads: PayloadClient(client: client, timeLimit: limits.payloadTime), logger: logger)
      let exchanges = Exchanges(
        agent: agent,
        client: TAMClient(client: client, timeLimit: limits.tamTime, maximumAnswer: limits.maximumTAMAnswer),
        tam: try tam.map { try RemoteURI($0) }, logger: logger)
      try await withThrowingTaskGroup(of: Void.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await DeviceService(device: device, agent: agent, logger: logger).run() }
        group.addTask { try await body(TestBroker(exchanges: exchanges, log: log)) }
        try await group.next()
      }
    }
  }

  /// Runs `body` with a broker whose line leads to `agent`.
  static func run(
    agent: FakeAgent, tam: String?, limits: BrokerLimits = .test,
    _ body: @escaping @Sendable (TestBroker) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("agent")
    let listener = try agent.listen(at: path)
    defer {
      listener.stop()
      agent.stop()
    }
    try await run(device: .unixSocket(UnixSocketAddress("unix:\(path)")), tam: tam, limits: limits, body)
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
