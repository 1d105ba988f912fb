/// A SUIT_Report (draft-ietf-suit-report-18, section 4), as a view of its encoding.
public struct SUITReport: ~Escapable {
  /// Members beyond which a report is refused.
  public static let maximumMembers = 16

  private let bytes: Span<UInt8>
  private let base: Int
  private var nonceRange = ByteRange.absent
  private var recordsRange = ByteRange.absent
  private var digestRange = ByteRange.absent
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
          result = try Self.failure(&reader)
        } else if try !reader.boolean() {
          throw reader.error(.unsupported, back: 1)
        }
      case SUITReportKey.reference:
        try reader.array(of: 2)
        _ = try reader.textStringRange()
        let start = reader.offset
        _ = try SUITDigest(&reader)
        digestRange = reader.range(since: start)
      default: try reader.skip()
      }
    }
    try reader.end()
    guard hasResult, recordsRange.isPresent, digestRange.isPresent else {
      throw DecodeError(.missingMember, at: base)
    }
  }

  /// Reads `{5: code, 6: record, 7: reason}`.
  private static func failure(_ reader: inout CBORReader) throws(DecodeError) -> SUITReportResult {
    var code: Int32 = 0
    var record = SUITRecord(section: 0, offset: 0, componentIndex: 0)
    var reason = SUITReportReason.operationFailed
    let start = reader.offset
    let count = try reader.map()
    guard count == 3 else { throw DecodeError(.wrongCount, at: reader.base &+ start) }
    var previous = 0
    for _ in 0..<count {
      let keyOffset = reader.base &+ reader.offset
      switch UInt64(try reader.ascendingKey(after: &previous)) {
      case SUITReportKey.resultCode: code = try reader.integer32()
      case SUITReportKey.resultRecord:
        try reader.array(of: 5)
        try reader.skip(.array)
        record.section = UInt8(truncatingIfNeeded: try reader.unsigned(upTo: 255))
        record.offset = UInt32(truncatingIfNeeded: try reader.unsigned(upTo: UInt64(UInt32.max)))
        record.componentIndex = UInt16(
          truncatingIfNeeded: try reader.unsigned(upTo: UInt64(UInt16.max)))
        try reader.skip(.map)
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
    return .failure(code: code, record: record, reason: reason)
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
}
