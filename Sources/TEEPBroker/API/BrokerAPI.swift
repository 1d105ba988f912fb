import Foundation
public import TEEPHost

/// The broker's API for applications: HTTP and JSON on a Unix socket, so the socket's permissions say who may use it.
///
/// | request | body | answer |
/// |---|---|---|
/// | `POST /v1/request` | ``ComponentRequest`` | ``Outcome``, when the component is installed |
/// | `POST /v1/release` | ``ComponentRequest`` | ``Outcome``, when the component is removed |
/// | `POST /v1/check` | | ``Outcome``, when each TAM has been asked |
/// | `GET /v1/status` | | ``BrokerStatus``, when the agent has a moment to say what it holds |
///
/// Any other status than 200 comes with a ``Failure``: 400 for a request that makes no sense, 502 for one that the agent
/// or a TAM did not fulfil, 503 where the agent has too much to do or the broker ends.
public enum BrokerAPI {
  public static let requestPath = "/v1/request"
  public static let releasePath = "/v1/release"
  public static let checkPath = "/v1/check"
  public static let statusPath = "/v1/status"

  /// Bytes of the largest request.
  static let maximumRequest = 1 << 16

  /// Names a component.
  public struct ComponentRequest: Codable, Equatable, Sendable {
    public var component: ComponentIdentifier

    public init(component: ComponentIdentifier) { self.component = component }
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
