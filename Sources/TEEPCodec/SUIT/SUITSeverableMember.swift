/// A member of the manifest that can be severed (draft-ietf-suit-manifest-37, section 8.2) or that holds a sequence.
public enum SUITSeverableMember: Equatable, Sendable {
  case sequence(SUITSection)
  /// A CoSWID (RFC 9393).
  case coswid
  case text

  static let coswidKey: UInt8 = 14
  static let textKey: UInt8 = 23

  /// The key in the manifest and in the envelope.
  public var key: UInt8 {
    switch self {
    case .sequence(let section): section.rawValue
    case .coswid: Self.coswidKey
    case .text: Self.textKey
    }
  }

  /// The member of this key, if it is one that is known.
  public static func of(key: UInt8) -> SUITSeverableMember? {
    if key == coswidKey { return .coswid }
    if key == textKey { return .text }
    return SUITSection(rawValue: key).map { .sequence($0) }
  }

  /// Whether a digest may stand in the manifest in its place.
  public var isSeverable: Bool {
    if case .sequence(let section) = self { section.isSeverable } else { true }
  }
}

/// What a manifest says besides its commands, be it severed or not.
extension SUITManifest {
  /// The content of the text that is in the manifest; nil where there is none or it is severed.
  @_lifetime(copy self)
  public func text() throws(DecodeError) -> SUITText? {
    guard let content = try content(of: SUITSeverableMember.textKey) else { return nil }
    return try SUITText(decoding: content.bytes, base: content.base)
  }

  /// The digest of the text that was severed from the manifest; nil where it was not.
  @_lifetime(copy self)
  public func severedTextDigest() throws(DecodeError) -> SUITDigest? {
    try digest(of: SUITSeverableMember.textKey)
  }

  /// The encoded CoSWID that is in the manifest; nil where there is none or it is severed.
  @_lifetime(copy self)
  public func coswid() throws(DecodeError) -> Span<UInt8>? {
    try content(of: SUITSeverableMember.coswidKey)?.bytes
  }

  /// The digest of the CoSWID that was severed from the manifest; nil where it was not.
  @_lifetime(copy self)
  public func severedCoSWIDDigest() throws(DecodeError) -> SUITDigest? {
    try digest(of: SUITSeverableMember.coswidKey)
  }

  /// The encoded version of the set that the manifest installs (draft-ietf-suit-update-management-10, section 3.2).
  @_lifetime(copy self)
  public func setVersion() throws(DecodeError) -> Span<UInt8>? {
    try content(of: UInt8(Key.setVersion))?.bytes
  }

  @_lifetime(copy self)
  private func content(of key: UInt8) throws(DecodeError) -> CBORReader? {
    guard var reader = try value(of: key), try reader.peek() == .byteString else { return nil }
    return reader.nested(try reader.byteStringRange())
  }

  @_lifetime(copy self)
  private func digest(of key: UInt8) throws(DecodeError) -> SUITDigest? {
    guard var reader = try value(of: key), try reader.peek() == .array else { return nil }
    return try SUITDigest(&reader)
  }
}
