public import Logging
public import ServiceLifecycle

/// A TEEP Broker: relays between agents and their TAMs (RFC 9397, section 6), for applications that ask it to.
public struct Broker: Service {
  private let configuration: BrokerConfiguration
  private let reloads: AsyncStream<BrokerConfiguration>
  private let events: BrokerEvents
  private let metrics = BrokerMetrics()
  private let manager: ServiceManager
  private let logger: Logger

  /// - Parameters:
  ///   - configuration: what the broker begins with.
  ///   - reloads: what replaces it. Devices, TAMs, limits, retries and network follow; the other members stay as they
  ///     were at the start.
  ///   - observers: see all that happens.
  ///   - manager: is told when the broker is ready and when it ends.
  ///   - logger: gets a line for each message and payload.
  public init(
    configuration: BrokerConfiguration, reloads: AsyncStream<BrokerConfiguration> = .finished,
    observers: [any BrokerObserver] = [], manager: ServiceManager = ServiceManager(environment: [:]),
    logger: Logger
  ) {
    self.configuration = configuration
    self.reloads = reloads
    events = BrokerEvents(observers: [metrics] + observers)
    self.manager = manager
    self.logger = logger
  }

  /// Runs until the broker is told to end.
  public func run() async throws {
    OpenFileLimit.raise(forDevices: configuration.devices.count, logger: logger)
    let access = try APIAccess(configuration.api)
    let store = try StateStore(path: configuration.state) { [metrics, logger] failure in
      metrics.countStoreFailure()
      logger.error("\(failure)")
    }
    let registry = DeviceRegistry()
    let requests = RequestService(store: store, logger: logger) { key in
      try await registry.perform(key)
    }
    let supervisor = try DeviceSupervisor(
      configuration, reloads: reloads, registry: registry, events: events,
      network: Network(configuration.network, configuration.limits), requests: requests, logger: logger)
    let api = APIService(
      address: configuration.api.address,
      responder: APIResponder(
        registry: registry, requests: requests, store: store, events: events, metrics: metrics, access: access
      ),
      onReady: { manager.notify(.ready) }, logger: logger)
    // Ended in the opposite order: applications first, then the devices' lines, and last what was under way there.
    var services: [any Service] = [requests, supervisor, WatchdogService(manager: manager), api]
    if let address = configuration.metrics {
      let responder = HealthResponder(registry: registry, store: store, metrics: metrics)
      services.insert(MetricsService(address: address, responder: responder, logger: logger), at: 0)
    }
    var group = ServiceGroupConfiguration(services: services, logger: logger.forLibraries)
    group.maximumGracefulShutdownDuration =
      configuration.limits.finishTime + configuration.limits.undoTime + .seconds(2)
    try await withGracefulShutdownHandler {
      try await ServiceGroup(configuration: group).run()
    } onGracefulShutdown: {
      manager.notify(.stopping)
    }
    try store.close()
  }
}

extension DeviceRegistry {
  /// Has a device's agent do what was asked for.
  func perform(_ key: RequestKey) async throws -> String {
    guard let device = self[key.device] else { throw AgentFailure.absent(device: key.device) }
    switch key.action {
    case .request: return try await device.exchanges.request(key.component)
    case .release: return try await device.exchanges.release(key.component)
    }
  }
}

extension AsyncStream where Element: Sendable {
  /// A stream of nothing.
  public static var finished: AsyncStream { AsyncStream { $0.finish() } }
}
