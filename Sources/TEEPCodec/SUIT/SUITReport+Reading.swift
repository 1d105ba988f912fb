/// A SUIT_Report (draft-ietf-suit-report-18, section 4), as a view of its encoding.
public struct SUITReport: ~Escapable {
  /// Members beyond which a report is refused.
  public static let maximumMembers = 16

  private let bytes: Span<UInt8>
  private let base: Int
  private var nonceRange = ByteRange.absent
  private var recordsRange = ByteRange.absent
  private var digestRange = ByteRange.absent
  private var referenceURIRange = ByteRange.absent
  private var propertiesRange = ByteRange.absent
  private var capabilitiesRange = ByteRange.absent
  /// How the processing ended.
  public private(set) var result: SUITReportResult

  /// Reads the whole of `bytes`, a report without COSE protection of its own.
  @_lifetime(copy bytes)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    result = .success
    var hasResult = false
    var reader = CBORReader(bytes, base: base)
    let count = try reader.map(upTo: Self.maximumMembers)
    let firstKey = reader.offset
    for index in 0..<count {
      let key = try reader.unsignedRange()
      try reader.checkKey(key, isNotAmongFirst: index, of: firstKey)
      var keyReader = reader.nested(key)
      switch try keyReader.unsigned() {
      case SUITReportKey.nonce: nonceRange = try reader.byteStringRange()
      case SUITReportKey.records:
        recordsRange = try reader.skip(.array)
      case SUITReportKey.result:
        hasResult = true
        if try reader.peek() == .map {
          (result, propertiesRange) = try Self.failure(&reader)
        } else if try !reader.boolean() {
          throw reader.error(.unsupported, back: 1)
        }
      case SUITReportKey.reference:
        try reader.array(of: 2)
        referenceURIRange = try reader.textStringRange()
        let start = reader.offset
        _ = try SUITDigest(&reader)
        digestRange = reader.range(since: start)
      case SUITReportKey.capabilities: capabilitiesRange = try reader.skip(.map)
      default: try reader.skip()
      }
    }
    try reader.end()
    guard hasResult, recordsRange.isPresent, digestRange.isPresent else {
      throw DecodeError(.missingMember, at: base)
    }
  }

  /// Reads `{5: code, 6: record, 7: reason}`.
  private static func failure(
    _ reader: inout CBORReader
  ) throws(DecodeError) -> (SUITReportResult, properties: ByteRange) {
    var code: Int32 = 0
    var record = SUITRecord(section: 0, offset: 0, componentIndex: 0)
    var properties = ByteRange.absent
    var reason = SUITReportReason.operationFailed
    let start = reader.offset
    let count = try reader.map()
    guard count == 3 else { throw DecodeError(.wrongCount, at: reader.base &+ start) }
    var previous = 0
    for _ in 0..<count {
      let keyOffset = reader.base &+ reader.offset
      switch UInt64(try reader.ascendingKey(after: &previous)) {
      case SUITReportKey.resultCode: code = try reader.integer32()
      case SUITReportKey.resultRecord: (record, properties) = try reader.suitRecord()
      case SUITReportKey.resultReason:
        let start = reader.base &+ reader.offset
        let value = UInt8(truncatingIfNeeded: try reader.unsigned(upTo: 255))
        guard let known = SUITReportReason(rawValue: value) else {
          throw DecodeError(.unsupported, at: start)
        }
        reason = known
      default: throw DecodeError(.unsupported, at: keyOffset)
      }
    }
    return (.failure(code: code, record: record, reason: reason), properties)
  }

  /// The nonce, which has to be the token of the message that the report answers.
  public var nonce: Span<UInt8>? {
    @_lifetime(copy self) get { bytes.bytes(of: nonceRange) }
  }

  /// The digest of the manifest that the report is about.
  @_lifetime(copy self)
  public func manifestDigest() throws(DecodeError) -> SUITDigest {
    try SUITDigest(decoding: bytes.bytes(ofPresent: digestRange), base: base &+ digestRange.start)
  }

  /// The records and claims: records are arrays, ``SystemPropertyClaims`` are maps.
  @_lifetime(copy self)
  public func records() throws(DecodeError) -> ItemList {
    try ItemList(CBORReader(bytes, base: base).nested(recordsRange))
  }

  /// UTF-8 of the URI of the manifest that the report is about; empty where it has none.
  public var referenceURI: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: referenceURIRange) }
  }

  /// What the failed command found; nil after a success.
  @_lifetime(copy self)
  public func failureProperties() throws(DecodeError) -> SUITParameters? {
    guard propertiesRange.isPresent else { return nil }
    return try SUITParameters(CBORReader(bytes, base: base).nested(propertiesRange))
  }

  /// What the recipient of manifests is capable of, where the report says it.
  @_lifetime(copy self)
  public func capabilities() throws(DecodeError) -> SUITCapabilityReport? {
    guard capabilitiesRange.isPresent else { return nil }
    return try SUITCapabilityReport(CBORReader(bytes, base: base).nested(capabilitiesRange))
  }
}
