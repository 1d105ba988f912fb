import AsyncHTTPClient
public import Logging
public import ServiceLifecycle
public import TEEPHost

/// A TEEP Broker: relays between an agent and its TAMs (RFC 9397, section 6), for applications that ask it to.
public struct Broker: Service {
  /// How long what is under way may take to end when the broker is told to.
  private static let maximumShutdown = Duration.seconds(10)

  private let device: Device
  private let tam: RemoteURI?
  private let address: UnixSocketAddress
  private let policyInterval: Duration
  private let limits: BrokerLimits
  private let logger: Logger

  /// - Parameters:
  ///   - device: where the agent is.
  ///   - tam: the TAM that is suggested to the agent, and used where it names none.
  ///   - address: where applications reach the broker.
  ///   - policyInterval: between two policy checks, give or take a tenth.
  ///   - limits: what is bounded, and where.
  ///   - logger: gets a line for each message and payload.
  public init(
    device: Device, tam: RemoteURI?, address: UnixSocketAddress, policyInterval: Duration,
    limits: BrokerLimits = BrokerLimits(), logger: Logger
  ) {
    self.device = device
    self.tam = tam
    self.address = address
    self.policyInterval = policyInterval
    self.limits = limits
    self.logger = logger
  }

  /// Runs until the broker is told to end. What is under way then is dropped.
  public func run() async throws {
    try await HTTPClient.withHTTPClient(configuration: .broker) { client in try await run(client) }
  }

  private func run(_ client: HTTPClient) async throws {
    let agent = AgentHandle(
      device: "\(device)", limits: limits,
      payloads: PayloadClient(client: client, timeLimit: limits.payloadTime), logger: logger)
    let exchanges = Exchanges(
      agent: agent,
      client: TAMClient(client: client, timeLimit: limits.tamTime, maximumAnswer: limits.maximumTAMAnswer),
      tam: tam, logger: logger)
    // Ended in the opposite order: applications first, the line last.
    var configuration = ServiceGroupConfiguration(
      services: [
        DeviceService(device: device, agent: agent, logger: logger),
        PolicyService(exchanges: exchanges, interval: policyInterval, logger: logger),
        APIService(address: address, responder: APIResponder(exchanges: exchanges), logger: logger),
      ], logger: Self.quiet(logger))
    configuration.maximumGracefulShutdownDuration = Self.maximumShutdown
    try await ServiceGroup(configuration: configuration).run()
  }

  /// A logger for libraries, which say more than anybody wants to know.
  private static func quiet(_ logger: Logger) -> Logger {
    var logger = logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }
}
