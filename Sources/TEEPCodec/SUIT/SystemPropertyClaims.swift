/// What a component is said to be: the elements of tc-list and the claims of a report
/// (draft-ietf-suit-report-18, section 4: system-property-claims).
public struct SystemPropertyClaims: ~Escapable {
  private let bytes: Span<UInt8>
  private let base: Int
  private var firstPair = 0
  /// Number of pairs, that of the component identifier among them.
  public private(set) var pairCount = 0
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
    pairCount = try reader.map()
    firstPair = reader.offset
    for _ in 0..<pairCount {
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

  /// A pair of the map: its code, 0 for the component identifier, and a reader at its encoded value; `index` is less than
  /// ``pairCount``.
  @_lifetime(copy self)
  public func pair(at index: Int) throws(DecodeError) -> SUITClaim {
    var reader = CBORReader(bytes, base: base)
    reader.advance(firstPair)
    for _ in 0..<index &* 2 { try reader.skip() }
    let code = try reader.integer32()
    let value = try reader.skip()
    return SUITClaim(code: code, value: reader.nested(value))
  }

  /// The digest of the component's image.
  @_lifetime(copy self)
  public func imageDigest() throws(DecodeError) -> SUITDigest? {
    guard let content = bytes.bytes(of: digestRange) else { return nil }
    return try SUITDigest(decoding: content, base: base &+ digestRange.start)
  }
}

/// One claim: a parameter's code and a reader at its encoded value, which is the whole of its bytes.
public struct SUITClaim: ~Escapable {
  public let code: Int32
  public let value: CBORReader

  @_lifetime(copy value)
  init(code: Int32, value: CBORReader) {
    self.code = code
    self.value = value
  }
}

extension CBORWriter {
  /// Writes the claims of a component, whose parameters `parameters` encodes in the order of their codes.
  @_lifetime(self: copy self)
  public mutating func systemPropertyClaims(
    componentIdentifier: Span<UInt8>, parameters: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try counted(.map) { (cbor) throws(EncodeError) in
      try cbor.unsigned(0)
      try cbor.raw(componentIdentifier)
      try parameters(&cbor)
    }
  }

  /// Writes the claims of a component whose image has this SHA-256 digest and size.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func systemPropertyClaims(
    componentIdentifier: Span<UInt8>, sha256: Span<UInt8>, imageSize: UInt64
  ) throws(EncodeError) {
    try map(3)
    try unsigned(0)
    try raw(componentIdentifier)
    try imageClaims(sha256: sha256, imageSize: imageSize)
  }

  /// Writes two pairs of a map: the SHA-256 digest of an image, and its size.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func imageClaims(sha256: Span<UInt8>, imageSize: UInt64) throws(EncodeError) {
    try integer(Int64(SUITParameterCode.imageDigest.rawValue))
    try byteString { (writer) throws(EncodeError) in try writer.suitDigest(sha256: sha256) }
    try integer(Int64(SUITParameterCode.imageSize.rawValue))
    try unsigned(imageSize)
  }
}
