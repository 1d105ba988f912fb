public import Logging
public import ServiceLifecycle

/// A TEEP Broker: relays between agents and their TAMs (RFC 9397, section 6), for applications that ask it to.
public struct Broker: Service {
  private let configuration: BrokerConfiguration
  private let reloads: AsyncStream<BrokerConfiguration>
  private let events: BrokerEvents
  private let logger: Logger

  /// - Parameters:
  ///   - configuration: what the broker begins with.
  ///   - reloads: what replaces it. Devices, TAMs, limits, retries and network follow; the other members stay as they
  ///     were at the start.
  ///   - observers: see all that happens.
  ///   - logger: gets a line for each message and payload.
  public init(
    configuration: BrokerConfiguration, reloads: AsyncStream<BrokerConfiguration> = .finished,
    observers: [any BrokerObserver] = [], logger: Logger
  ) {
    self.configuration = configuration
    self.reloads = reloads
    events = BrokerEvents(observers: observers)
    self.logger = logger
  }

  /// Runs until the broker is told to end.
  public func run() async throws {
    let registry = DeviceRegistry()
    let supervisor = DeviceSupervisor(
      configuration, reloads: reloads, registry: registry, events: events, network: Network(), logger: logger)
    let api = APIService(
      address: configuration.api.address, responder: APIResponder(registry: registry), logger: logger)
    // Ended in the opposite order: applications first, the lines last.
    var group = ServiceGroupConfiguration(services: [supervisor, api], logger: Self.quiet(logger))
    group.maximumGracefulShutdownDuration =
      configuration.limits.finishTime + configuration.limits.undoTime + .seconds(2)
    try await ServiceGroup(configuration: group).run()
  }

  /// A logger for libraries, which say more than anybody wants to know.
  private static func quiet(_ logger: Logger) -> Logger {
    var logger = logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }
}

extension AsyncStream where Element: Sendable {
  /// A stream of nothing.
  public static var finished: AsyncStream { AsyncStream { $0.finish() } }
}
