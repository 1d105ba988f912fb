/// A SUIT_Manifest (draft-ietf-suit-manifest-37, section 8.4), as a view of its encoding.
public struct SUITManifest: ~Escapable {
  /// The only version there is.
  public static let version: UInt64 = 1

  /// The manifest that this is a view of.
  public let bytes: Span<UInt8>
  private let base: Int
  /// The number that must not decrease.
  public private(set) var sequenceNumber: UInt64 = 0
  private var commonRange = ByteRange.absent
  private var referenceURIRange = ByteRange.absent
  private var identifierRange = ByteRange.absent
  /// Where the encoded value of each section lies: a byte string, or the digest of a severed one.
  private var sections = InlineArray<25, ByteRange>(repeating: .absent)

  private enum Key {
    static let version: Int64 = 1
    static let sequenceNumber: Int64 = 2
    static let common: Int64 = 3
    static let referenceURI: Int64 = 4
    static let componentIdentifier: Int64 = 5
    static let coswid: Int64 = 14
    static let text: Int64 = 23
  }

  /// Reads the whole of `bytes`; `base` is their offset in the outermost message. An unknown member is refused:
  /// what it demands cannot be known.
  @_lifetime(copy bytes)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    var reader = CBORReader(bytes, base: base)
    let count = try reader.map()
    var hasSequenceNumber = false
    var previous: Int64 = 0
    for _ in 0..<count {
      let keyOffset = reader.offset
      let key = try reader.integer()
      guard key > previous else { throw DecodeError(.unsortedKeys, at: base &+ keyOffset) }
      // The version is the least key, so it is known before anything that depends on it (section 6.3).
      guard previous != 0 || key == Key.version else { throw DecodeError(.missingMember, at: base) }
      previous = key
      switch key {
      case Key.version:
        let start = reader.offset
        guard try reader.unsigned() == Self.version else {
          throw DecodeError(.unsupported, at: base &+ start)
        }
      case Key.sequenceNumber:
        sequenceNumber = try reader.unsigned()
        hasSequenceNumber = true
      case Key.common: commonRange = try reader.byteStringRange()
      case Key.referenceURI: referenceURIRange = try reader.textStringRange()
      case Key.componentIdentifier:
        let start = reader.offset
        try reader.componentIdentifier()
        identifierRange = ByteRange(start: start, count: reader.offset &- start)
      case Key.coswid, Key.text: try reader.skip()
      default:
        guard let section = UInt8(exactly: key).flatMap(SUITSection.init(rawValue:)) else {
          throw DecodeError(.unsupported, at: base &+ keyOffset)
        }
        let type = try reader.peek()
        guard type == .byteString || type == .array && section.isSeverable else {
          throw reader.error(.unexpectedType)
        }
        sections[Int(section.rawValue)] = try reader.skip()
      }
    }
    try reader.end()
    guard hasSequenceNumber, commonRange.isPresent else { throw DecodeError(.missingMember, at: base) }
  }

  /// The encoded SUIT_Common.
  @_lifetime(copy self)
  public func common() throws(DecodeError) -> SUITCommon {
    try SUITCommon(decoding: bytes.bytes(ofPresent: commonRange), base: base &+ commonRange.start)
  }

  /// UTF-8 of the URI where the whole manifest can be found.
  public var referenceURI: Span<UInt8>? {
    @_lifetime(copy self) get { bytes.bytes(of: referenceURIRange) }
  }

  /// The encoded identifier that the manifest is known by (draft-ietf-suit-trust-domains-11, section 5.2.1).
  public var componentIdentifier: Span<UInt8>? {
    @_lifetime(copy self) get { bytes.bytes(of: identifierRange) }
  }

  /// What the manifest is known by, encoded: its own identifier or, without one, that of its first component.
  @_lifetime(copy self)
  public func identifier() throws(DecodeError) -> Span<UInt8> {
    if let own = componentIdentifier { return own }
    let common = try common()
    guard common.componentCount > 0 else { throw DecodeError(.missingMember, at: base) }
    return try common.componentIdentifier(at: 0)
  }

  /// Whether the section is there, in the manifest or severed from it.
  public func has(_ section: SUITSection) -> Bool { sections.span[Int(section.rawValue)].isPresent }

  /// The commands of a section that is in the manifest; nil where there is none or it is severed.
  @_lifetime(copy self)
  @inline(never)
  public func sequence(_ section: SUITSection) throws(DecodeError) -> SUITCommandSequence? {
    let range = sections.span[Int(section.rawValue)]
    guard range.isPresent else { return nil }
    var reader = CBORReader(bytes, base: base).nested(range)
    guard try reader.peek() == .byteString else { return nil }
    let content = try reader.byteStringRange()
    return try SUITCommandSequence(
      decoding: reader.bytes.extracting(content.start..<content.end), base: reader.base &+ content.start)
  }

  /// The digest of a section that was severed from the manifest; nil where it was not.
  @_lifetime(copy self)
  @inline(never)
  public func severedDigest(_ section: SUITSection) throws(DecodeError) -> SUITDigest? {
    let range = sections.span[Int(section.rawValue)]
    guard range.isPresent else { return nil }
    var reader = CBORReader(bytes, base: base).nested(range)
    guard try reader.peek() == .array else { return nil }
    return try SUITDigest(&reader)
  }
}
