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

/// The command at which the processing of a manifest ended (draft-ietf-suit-report-18, section 3: SUIT_Record of the
/// root manifest, whose manifest-id is empty).
public struct SUITRecord: Equatable, Sendable {
  /// The manifest's key of the sequence; 0 where no sequence was reached.
  public var section: UInt8
  /// The component that the command was about.
  public var componentIndex: UInt16
  /// Bytes from the start of the sequence to the command.
  public var offset: UInt32

  public init(section: UInt8, offset: UInt32, componentIndex: UInt16) {
    self.section = section
    self.offset = offset
    self.componentIndex = componentIndex
  }
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
  static let reference: UInt64 = 99
}

extension CBORWriter {
  /// Writes a SUIT_Report without COSE protection of its own (the TEEP message protects it).
  ///
  /// - Parameters:
  ///   - nonce: the token of the message that is answered, if it had one.
  ///   - referenceURI: the manifest's; absent, it is written as an empty text.
  ///   - manifestSHA256: 32 bytes.
  ///   - claimCount: how many claims `claims` writes.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func suitReport(
    nonce: Span<UInt8>?, referenceURI: Span<UInt8>?, manifestSHA256: Span<UInt8>, result: SUITReportResult,
    claimCount: Int, claims: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try suitReportOpening(nonce: nonce, claimCount: claimCount)
    try claims(&self)
    try suitReportClosing(referenceURI: referenceURI, manifestSHA256: manifestSHA256, result: result)
  }

  @_lifetime(self: copy self)
  @inline(never)
  private mutating func suitReportOpening(nonce: Span<UInt8>?, claimCount: Int) throws(EncodeError) {
    try map(nonce == nil ? 3 : 4)
    if let nonce {
      try unsigned(SUITReportKey.nonce)
      try byteString(nonce)
    }
    try unsigned(SUITReportKey.records)
    try array(claimCount)
  }

  @_lifetime(self: copy self)
  @inline(never)
  private mutating func suitReportClosing(
    referenceURI: Span<UInt8>?, manifestSHA256: Span<UInt8>, result: SUITReportResult
  ) throws(EncodeError) {
    try unsigned(SUITReportKey.result)
    switch result {
    case .success: try boolean(true)
    case .failure(let code, let record, let reason):
      try map(3)
      try unsigned(SUITReportKey.resultCode)
      try integer(Int64(code))
      try unsigned(SUITReportKey.resultRecord)
      try suitRecord(record)
      try unsigned(SUITReportKey.resultReason)
      try unsigned(UInt64(reason.rawValue))
    }
    try unsigned(SUITReportKey.reference)
    try array(2)
    if let referenceURI { try textString(referenceURI) } else { try textString("") }
    try suitDigest(sha256: manifestSHA256)
  }

  /// Writes `[manifest-id, section, offset, component-index, properties]` of the root manifest.
  @_lifetime(self: copy self)
  @inline(never)
  private mutating func suitRecord(_ record: SUITRecord) throws(EncodeError) {
    try array(5)
    try array(0)
    try unsigned(UInt64(record.section))
    try unsigned(UInt64(record.offset))
    try unsigned(UInt64(record.componentIndex))
    try map(0)
  }
}
