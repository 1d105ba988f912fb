public import Logging
public import TEEPHost

/// All that a broker is told. ``BrokerConfigurationFile`` reads it from YAML; flags and environment go over it.
public struct BrokerConfiguration: Equatable, Sendable {
  public var devices: [DeviceConfiguration] = []
  /// The TAM that is suggested to agents, and used where they name none.
  public var tam: RemoteURI?
  public var limits = BrokerLimits()
  public var retries = RetryPolicy()
  public var network = NetworkConfiguration()
  /// Between two policy checks of an agent, give or take a tenth.
  public var policyInterval = Duration.seconds(3600)
  public var api: APIConfiguration
  /// Where metrics and health are served, as an address of this machine and a port; nil for nowhere.
  public var metrics: LoopbackAddress?
  /// The database of what is asked for; nil to keep it in memory.
  public var state: String?
  public var log = LogConfiguration()

  public init(api: APIConfiguration) { self.api = api }
}

/// An agent's device.
public struct DeviceConfiguration: Equatable, Sendable {
  /// The name that people, the API and metrics use; unique.
  public var name: String
  public var address: DeviceAddress
  /// Bits per second of a serial port.
  public var baud = 115_200
  /// Goes before ``BrokerConfiguration/tam``.
  public var tam: RemoteURI?
  /// Goes before ``BrokerConfiguration/policyInterval``.
  public var policyInterval: Duration?

  /// - Parameter name: nil for the address.
  public init(name: String? = nil, address: DeviceAddress) {
    self.name = name ?? address.description
    self.address = address
  }
}

/// Where applications reach the broker, and which may.
public struct APIConfiguration: Equatable, Sendable {
  public var address: UnixSocketAddress
  /// Names of users and groups that may use the API besides root and the broker's own user.
  public var users: [String] = []
  public var groups: [String] = []

  public init(address: UnixSocketAddress) { self.address = address }
}

/// How the broker logs.
public struct LogConfiguration: Equatable, Sendable {
  public enum Format: String, CaseIterable, Sendable {
    case text
    case json
  }

  public var level = Logger.Level.info
  public var format = Format.text

  public init() {}
}
