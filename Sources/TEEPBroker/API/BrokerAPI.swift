import Foundation
public import TEEPHost

/// The broker's API for applications: HTTP and JSON on a Unix socket. `docs/broker-api.yaml` describes it in OpenAPI;
/// the tests hold one against the other.
public enum BrokerAPI {
  public static let requestPath = "/v1/request"
  public static let releasePath = "/v1/release"
  public static let checkPath = "/v1/check"
  public static let statusPath = "/v1/status"
  public static let eventsPath = "/v1/events"
  public static let metricsPath = "/metrics"
  public static let healthPath = "/healthz"

  /// Bytes of the largest request.
  static let maximumRequest = 1 << 16
  /// Connections that are served at the same time. Further ones wait.
  static let maximumConnections = 256

  /// Names a component, and the device that it is for.
  public struct ComponentRequest: Codable, Equatable, Sendable {
    public var component: ComponentIdentifier
    /// May be absent where the broker serves one device.
    public var device: String?

    public init(component: ComponentIdentifier, device: String? = nil) {
      self.component = component
      self.device = device
    }
  }

  /// Names a device.
  public struct DeviceRequest: Codable, Equatable, Sendable {
    /// May be absent where the broker serves one device.
    public var device: String?

    public init(device: String? = nil) { self.device = device }
  }

  /// Says what was done.
  public struct Outcome: Codable, Equatable, Sendable {
    /// One sentence.
    public let result: String
  }

  /// Says why nothing was done.
  public struct Failure: Codable, Equatable, Sendable {
    /// One sentence.
    public let error: String
  }

  /// Says how the broker is.
  public struct Health: Codable, Equatable, Sendable {
    public let healthy: Bool
    /// Devices that are served, and those of them whose agents speak.
    public let devices: Int
    public let connected: Int
    /// What is wrong, as one sentence.
    public let problem: String?
  }

  /// The encoder of both ends.
  static func makeEncoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// The decoder of both ends.
  static func makeDecoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }
}
