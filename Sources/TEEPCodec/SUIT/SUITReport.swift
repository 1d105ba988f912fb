/// Why a manifest was not processed (draft-ietf-suit-report-18, section 4.2).
public enum SUITReportReason: UInt8, Error, Sendable {
  case ok = 0
  case cborParse = 1
  case coseUnsupported = 2
  case algorithmUnsupported = 3
  case unauthorised = 4
  case commandUnsupported = 5
  case componentUnsupported = 6
  case componentUnauthorised = 7
  case parameterUnsupported = 8
  case severingUnsupported = 9
  case conditionFailed = 10
  case operationFailed = 11
  case invokePending = 12
}

/// How the processing of a manifest ended.
public enum SUITReportResult: Equatable, Sendable {
  case success
  /// `code` is the command's number; a command's failure is `reason` with the record of where it was.
  case failure(code: Int32, record: SUITRecord, reason: SUITReportReason)
}

enum SUITReportKey {
  static let nonce: UInt64 = 2
  static let records: UInt64 = 3
  static let result: UInt64 = 4
  static let resultCode: UInt64 = 5
  static let resultRecord: UInt64 = 6
  static let resultReason: UInt64 = 7
  static let capabilities: UInt64 = 8
  static let reference: UInt64 = 99
}
