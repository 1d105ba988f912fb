/// A key that the device trusts, and for what (RFC 9397, section 5): a TAM's or a Trusted Component signer's.
public struct TrustAnchor: ~Escapable {
  /// Bytes of a TAM's URI.
  public static let uriLimits = 1...512

  /// The one algorithm that the key serves.
  public private(set) var algorithm = COSEAlgorithm(rawValue: 0)
  private let bytes: Span<UInt8>
  private var members = InlineArray<7, ByteRange>(repeating: .absent)

  /// Indices of the members.
  private enum Member {
    static let publicKey = 1
    static let keyIdentifier = 2
    static let uri = 3
    static let vendorIdentifier = 4
    static let classIdentifier = 5
    static let identifiers = 6
  }

  private static let table: InlineArray<14, UInt8> = [
    1, MemberType.integer | MemberType.required, 2, MemberType.bytes | MemberType.required,
    3, 32 | MemberType.required, 4, MemberType.text, 5, 16, 6, 16, 7, MemberType.identifiers,
  ]

  @_lifetime(copy reader)
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    bytes = reader.bytes
    try read(&reader)
  }

  // Members are set through `self` in memory: in an initializer each would be kept in a register of its own.
  @_lifetime(self: copy self)
  @inline(never)
  private mutating func read(_ reader: inout CBORReader) throws(DecodeError) {
    let count = try reader.map()
    var found = members.mutableSpan
    try reader.members(count, of: Self.table.span, into: &found)
    var number = reader.nested(found[0])
    let publicKey = found[Member.publicKey]
    let uri = found[Member.uri]
    algorithm = COSEAlgorithm(rawValue: try number.integer32())
    let publicKeyCount = algorithm == .ed25519 || algorithm == .eddsa ? 32 : 64
    try reader.demand(publicKeyCount...publicKeyCount, of: publicKey)
    if uri.isPresent { try reader.demand(Self.uriLimits, of: uri) }
  }

  @_lifetime(copy self)
  @inline(never)
  private func member(_ index: Int) -> Span<UInt8>? { bytes.bytes(of: members.span[index]) }

  /// 64 bytes of P-256 (x, y) or 32 of Ed25519.
  public var publicKey: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: members.span[Member.publicKey]) }
  }

  /// The SHA-256 thumbprint of the key (RFC 9679).
  public var keyIdentifier: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: members.span[Member.keyIdentifier]) }
  }

  /// UTF-8 of a TAM's URI.
  public var uri: Span<UInt8>? { @_lifetime(copy self) get { member(Member.uri) } }

  /// The only vendor that a signer may sign for; nil for any.
  public var vendorIdentifier: Span<UInt8>? { @_lifetime(copy self) get { member(Member.vendorIdentifier) } }

  /// The only class that a signer may sign for; nil for any.
  public var classIdentifier: Span<UInt8>? { @_lifetime(copy self) get { member(Member.classIdentifier) } }

  /// Whether the anchor may manage or sign for the component or manifest of this encoded identifier: whether one of its
  /// own identifiers is a beginning of it.
  @inline(never)
  public func permits(_ componentIdentifier: Span<UInt8>) throws(DecodeError) -> Bool {
    guard let identifiers = member(Member.identifiers) else { return true }
    var wanted = CBORReader(componentIdentifier)
    _ = try wanted.array()
    let segments = wanted.unread
    var list = CBORReader(identifiers)
    for _ in 0..<(try list.array()) {
      let count = try list.array()
      let start = list.offset
      for _ in 0..<count { try list.skip() }
      // Each segment has one encoding, which says where it ends: whole segments begin alike where their bytes do.
      let own = list.range(since: start)
      if own.count <= segments.count,
        segments.extracting(first: own.count).equals(list.bytes.bytes(ofPresent: own))
      {
        return true
      }
    }
    return false
  }
}
