/// The five messages (draft-ietf-teep-protocol-26, section 4), in the order of their type numbers.
public enum TEEPMessageType: UInt8, Sendable, CaseIterable {
  case queryRequest = 1
  case queryResponse
  case update
  case success
  case error
}

/// The members of the option maps; raw values are the final labels (draft-ietf-teep-protocol-26, section 12.2.4).
public enum TEEPLabel: UInt8, Sendable, CaseIterable {
  case supportedCipherSuites = 1
  case challenge
  case versions
  case supportedSUITCOSEProfiles
  case selectedVersion
  case attestationPayload
  case tcList
  case extList
  case manifestList
  case msg
  case errMsg
  case attestationPayloadFormat
  case requestedTCList
  case unneededManifestList
  case componentID
  case tcManifestSequenceNumber
  case haveBinary
  case suitReports
  case token
  case supportedFreshnessMechanisms
  case errLang
  case errCode
}

/// Error codes (draft-ietf-teep-protocol-26, section 12.2.5); raw values are the final codes.
public struct TEEPErrorCode: RawRepresentable, Equatable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  public static let permanentError = TEEPErrorCode(rawValue: 1)
  public static let unsupportedExtension = TEEPErrorCode(rawValue: 2)
  public static let unsupportedFreshnessMechanisms = TEEPErrorCode(rawValue: 3)
  public static let unsupportedMsgVersion = TEEPErrorCode(rawValue: 4)
  public static let unsupportedCipherSuites = TEEPErrorCode(rawValue: 5)
  public static let badCertificate = TEEPErrorCode(rawValue: 6)
  public static let attestationRequired = TEEPErrorCode(rawValue: 7)
  public static let unsupportedSUITReport = TEEPErrorCode(rawValue: 8)
  public static let certificateExpired = TEEPErrorCode(rawValue: 9)
  public static let temporaryError = TEEPErrorCode(rawValue: 10)
  public static let manifestProcessingFailed = TEEPErrorCode(rawValue: 11)
}

/// The numbers on the wire: those that IANA registered, or those of earlier drafts.
///
/// The earlier tables had one more label (5, selected-teep-cipher-suite) and one more message type (4) before the
/// later ones, and another code for ERR_MANIFEST_PROCESSING_FAILED.
public struct TEEPNumbers: Equatable, Sendable {
  private static var firstShiftedLabel: UInt8 { 5 }
  private static var firstShiftedType: UInt8 { 4 }

  private let shift: UInt8
  private let manifestProcessingFailed: UInt8

  /// The registered numbers of 2026-03-19.
  public static var final: TEEPNumbers { TEEPNumbers(shift: 0, manifestProcessingFailed: 11) }
  /// The numbers of the drafts before draft-ietf-teep-protocol-24.
  public static var legacy: TEEPNumbers { TEEPNumbers(shift: 1, manifestProcessingFailed: 17) }

  /// The number of a label on the wire.
  public func number(of label: TEEPLabel) -> UInt64 {
    UInt64(label.rawValue &+ (label.rawValue >= Self.firstShiftedLabel ? shift : 0))
  }

  /// The label that a number on the wire stands for, if any.
  public func label(_ number: UInt64) -> TEEPLabel? {
    guard number < 32 else { return nil }
    let value = UInt8(truncatingIfNeeded: number)
    guard value >= Self.firstShiftedLabel else { return TEEPLabel(rawValue: value) }
    guard value >= Self.firstShiftedLabel &+ shift else { return nil }
    return TEEPLabel(rawValue: value &- shift)
  }

  /// The number of a message type on the wire.
  public func number(of type: TEEPMessageType) -> UInt64 {
    UInt64(type.rawValue &+ (type.rawValue >= Self.firstShiftedType ? shift : 0))
  }

  /// The message type that a number on the wire stands for, if any.
  public func type(_ number: UInt64) -> TEEPMessageType? {
    guard number < 32 else { return nil }
    let value = UInt8(truncatingIfNeeded: number)
    guard value >= Self.firstShiftedType else { return TEEPMessageType(rawValue: value) }
    guard value >= Self.firstShiftedType &+ shift else { return nil }
    return TEEPMessageType(rawValue: value &- shift)
  }

  /// The number of an error code on the wire.
  public func number(of code: TEEPErrorCode) -> UInt64 { exchanged(code.rawValue) }

  /// The error code that a number on the wire stands for; unassigned numbers stand for unassigned codes.
  public func errorCode(_ number: UInt64) -> TEEPErrorCode { TEEPErrorCode(rawValue: exchanged(number)) }

  /// The two numbers of ERR_MANIFEST_PROCESSING_FAILED change places, so that the one that a table leaves unassigned
  /// is not taken for it.
  private func exchanged(_ code: UInt64) -> UInt64 {
    let registered = TEEPErrorCode.manifestProcessingFailed.rawValue
    let here = UInt64(manifestProcessingFailed)
    return code == registered ? here : code == here ? registered : code
  }
}
