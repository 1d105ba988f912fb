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

  enum Key {
    static let version = 1
    static let sequenceNumber = 2
    static let common = 3
    static let referenceURI = 4
    static let componentIdentifier = 5
    static let setVersion = 6
  }

  /// Reads the whole of `bytes`; `base` is their offset in the outermost message. An unknown member is refused:
  /// what it demands cannot be known.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    try read()
  }

  // Members are set through `self` in memory: in an initializer each would be kept in a register of its own.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private mutating func read() throws(DecodeError) {
    var reader = CBORReader(bytes, base: base)
    var left = try reader.map()
    var hasSequenceNumber = false
    // The version is the least key, so it is known before anything that depends on it (section 6.3).
    guard left > 0, try reader.unsigned() == UInt64(Key.version) else {
      throw DecodeError(.missingMember, at: base)
    }
    let versionOffset = base &+ reader.offset
    guard try reader.unsigned() == Self.version else { throw DecodeError(.unsupported, at: versionOffset) }
    var previous = Key.version
    left &-= 1
    while left > 0 {
      let keyOffset = base &+ reader.offset
      let key = try reader.ascendingKey(after: &previous)
      switch key {
      case Key.sequenceNumber:
        sequenceNumber = try reader.unsigned()
        hasSequenceNumber = true
      case Key.common: commonRange = try reader.byteStringRange()
      case Key.referenceURI: referenceURIRange = try reader.textStringRange()
      case Key.componentIdentifier: identifierRange = try reader.componentIdentifierRange()
      case Key.setVersion: _ = try reader.byteStringRange()
      default:
        guard let value = UInt8(exactly: key), let member = SUITSeverableMember.of(key: value) else {
          throw DecodeError(.unsupported, at: keyOffset)
        }
        if try reader.peek() == .array, member.isSeverable {
          try reader.skip()
        } else {
          _ = try reader.byteStringRange()
        }
      }
      left &-= 1
    }
    try reader.end()
    guard hasSequenceNumber, commonRange.isPresent else { throw DecodeError(.missingMember, at: base) }
  }

  /// The encoded SUIT_Common.
  @_lifetime(copy self)
  @inline(never)
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
  @inline(never)
  public func identifier() throws(DecodeError) -> Span<UInt8> {
    if let own = componentIdentifier { return own }
    let common = try common()
    guard common.componentCount > 0 else { throw DecodeError(.missingMember, at: base) }
    return try common.componentIdentifier(at: 0)
  }

  /// A reader at the value of the member of this key: a byte string, or the digest of what was severed.
  @_lifetime(copy self)
  func value(of wanted: UInt8) throws(DecodeError) -> CBORReader? {
    try CBORReader(bytes, base: base).value(of: UInt64(wanted))
  }

  /// Whether the section is there, in the encoded manifest or severed from it.
  @inline(never)
  public static func has(_ section: SUITSection, in manifest: Span<UInt8>) throws(DecodeError) -> Bool {
    try CBORReader(manifest).value(of: UInt64(section.rawValue)) != nil
  }

  /// The commands of a section that is in the manifest; nil where there is none or it is severed.
  @_lifetime(copy self)
  @inline(never)
  public func sequence(_ section: SUITSection) throws(DecodeError) -> SUITCommandSequence? {
    guard let content = try content(of: section) else { return nil }
    return try SUITCommandSequence(content)
  }

  /// A reader at the encoded commands of a section that is in the manifest; nil where there is none or it is severed.
  @_lifetime(copy self)
  @inline(never)
  public func content(of section: SUITSection) throws(DecodeError) -> CBORReader? {
    guard var reader = try value(of: section.rawValue), try reader.peek() == .byteString else { return nil }
    return reader.nested(try reader.byteStringRange())
  }

  /// The digest of a section that was severed from the manifest; nil where it was not.
  @_lifetime(copy self)
  @inline(never)
  public func severedDigest(_ section: SUITSection) throws(DecodeError) -> SUITDigest? {
    guard var reader = try value(of: section.rawValue), try reader.peek() == .array else { return nil }
    return try SUITDigest(&reader)
  }
}
