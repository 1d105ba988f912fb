public import Foundation

/// The TAM's API for operators: HTTP and JSON on a Unix socket, so the socket's permissions say who is one.
///
/// | request | body | answer |
/// |---|---|---|
/// | `GET /devices` | | `[DeviceStatus]` |
/// | `POST /devices` | ``EnrollmentRequest`` | ``DeviceStatus`` |
/// | `POST /devices/remove` | ``UnenrollmentRequest`` | ``DeviceStatus`` |
/// | `GET /policies` | | `[DevicePolicy]` |
/// | `POST /policies` | ``DevicePolicy`` | ``DevicePolicy`` |
/// | `POST /policies/remove` | ``PolicyRemoval`` | ``DevicePolicy`` |
/// | `GET /audit` | | `[AuditEntry]` |
/// | `GET /components` | | `[Publication]` |
/// | `POST /components` | ``PublicationRequest`` | ``Publication`` |
/// | `POST /components/remove` | ``RemovalRequest`` | ``Publication`` |
///
/// Any other status than 200 comes with an ``AdminFailure``.
public enum AdminAPI {
  public static let devicesPath = "/devices"
  public static let unenrollmentPath = "/devices/remove"
  public static let policiesPath = "/policies"
  public static let policyRemovalPath = "/policies/remove"
  public static let auditPath = "/audit"
  public static let componentsPath = "/components"
  public static let removalPath = "/components/remove"

  /// Bytes that an envelope may have.
  public static let maximumEnvelope = 1 << 20
  /// Bytes that a payload may have.
  public static let maximumPayload = 32 << 20
  /// Bytes of the largest request: envelope and payload in base64, and the JSON around them.
  public static let maximumRequest = (maximumEnvelope + maximumPayload) / 3 * 4 + (1 << 16)
  /// UTF-8 bytes that a device's name may have.
  public static let maximumName = 128

  /// The encoder of both ends.
  public static func makeEncoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// The decoder of both ends.
  public static func makeDecoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }
}

/// Why a request was refused.
public struct AdminFailure: Codable, Equatable, Sendable {
  /// One sentence: what is wrong, in which field, and what to do.
  public let error: String

  public init(error: String) { self.error = error }
}
