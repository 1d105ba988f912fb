/// What a component is said to be: the elements of tc-list and the claims of a report
/// (draft-ietf-suit-report-18, section 4: system-property-claims).
public struct SystemPropertyClaims: ~Escapable {
  private let bytes: Span<UInt8>
  private let base: Int
  private var identifierRange = ByteRange.absent
  private var digestRange = ByteRange.absent
  /// The size of the component's image in bytes.
  public private(set) var imageSize: UInt64?

  /// Reads the map that comes next. Reports of other implementations carry a key twice, so the first one holds.
  @_lifetime(copy reader)
  public init(_ reader: inout CBORReader) throws(DecodeError) {
    bytes = reader.bytes
    base = reader.base
    let start = reader.offset
    let count = try reader.map()
    for _ in 0..<count {
      switch try reader.integer32() {
      case 0 where !identifierRange.isPresent:
        let identifierStart = reader.offset
        try reader.componentIdentifier()
        identifierRange = reader.range(since: identifierStart)
      case SUITParameterCode.imageDigest.rawValue where !digestRange.isPresent:
        digestRange = try reader.byteStringRange()
      case SUITParameterCode.imageSize.rawValue where imageSize == nil: imageSize = try reader.unsigned()
      default: try reader.skip()
      }
    }
    guard identifierRange.isPresent else { throw DecodeError(.missingMember, at: base &+ start) }
  }

  /// The encoded component identifier.
  public var componentIdentifier: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: identifierRange) }
  }

  /// The digest of the component's image.
  @_lifetime(copy self)
  public func imageDigest() throws(DecodeError) -> SUITDigest? {
    guard let content = bytes.bytes(of: digestRange) else { return nil }
    return try SUITDigest(decoding: content, base: base &+ digestRange.start)
  }
}

extension CBORWriter {
  /// Writes the claims of a component whose image has this SHA-256 digest and size.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func systemPropertyClaims(
    componentIdentifier: Span<UInt8>, sha256: Span<UInt8>, imageSize: UInt64
  ) throws(EncodeError) {
    try map(3)
    try unsigned(0)
    try raw(componentIdentifier)
    try integer(Int64(SUITParameterCode.imageDigest.rawValue))
    try byteString { (writer) throws(EncodeError) in try writer.suitDigest(sha256: sha256) }
    try integer(Int64(SUITParameterCode.imageSize.rawValue))
    try unsigned(imageSize)
  }
}
