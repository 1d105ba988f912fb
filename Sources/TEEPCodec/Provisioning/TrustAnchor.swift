/// A key that the device trusts, and for what (RFC 9397, section 5): a TAM's or a Trusted Component signer's.
public struct TrustAnchor: ~Escapable {
  /// Bytes of a TAM's URI.
  public static let uriLimits = 1...512

  /// The one algorithm that the key serves.
  public private(set) var algorithm = COSEAlgorithm(rawValue: 0)
  private let bytes: Span<UInt8>
  #if !WITHOUT_CERTIFICATES
    private var members = InlineArray<10, ByteRange>(repeating: .absent)
  #else
    private var members = InlineArray<9, ByteRange>(repeating: .absent)
  #endif

  /// Indices of the members.
  private enum Member {
    static let publicKey = 1
    static let keyIdentifier = 2
    static let uri = 3
    static let vendorIdentifier = 4
    static let classIdentifier = 5
    static let identifiers = 6
    static let policy = 7
    static let keyAgreementKey = 8
    static let certifiedName = 9
  }

  #if !WITHOUT_CERTIFICATES
    private static let table: InlineArray<20, UInt8> = [
      1, MemberType.integer | MemberType.required, 2, MemberType.bytes | MemberType.required,
      3, 32 | MemberType.required, 4, MemberType.text, 5, 16, 6, 16, 7, MemberType.identifiers,
      8, MemberType.unsigned, 9, 64, 10, MemberType.text,
    ]
  #else
    private static let table: InlineArray<18, UInt8> = [
      1, MemberType.integer | MemberType.required, 2, MemberType.bytes | MemberType.required,
      3, 32 | MemberType.required, 4, MemberType.text, 5, 16, 6, 16, 7, MemberType.identifiers,
      8, MemberType.unsigned, 9, 64,
    ]
  #endif
  /// What else the anchor is allowed.
  public private(set) var policy: TrustAnchorPolicy = []

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
    let policyRange = found[Member.policy]
    #if !WITHOUT_CERTIFICATES
      let name = found[Member.certifiedName]
    #endif
    algorithm = COSEAlgorithm(rawValue: try number.integer32())
    try reader.demand(Self.keyLimits(of: algorithm), of: publicKey)
    if uri.isPresent { try reader.demand(Self.uriLimits, of: uri) }
    if policyRange.isPresent {
      var bits = reader.nested(policyRange)
      let value = try bits.unsigned(upTo: UInt64(TrustAnchorPolicy.all.rawValue))
      policy = TrustAnchorPolicy(rawValue: UInt8(truncatingIfNeeded: value))
    }
    #if !WITHOUT_CERTIFICATES
      if name.isPresent { try reader.demand(Self.certifiedNameLimits, of: name) }
      guard name.isPresent == policy.contains(.certifiesKeys), !name.isPresent || algorithm == .esp256 else {
        throw reader.error(.unsupported)
      }
    #endif
  }

  @_lifetime(copy self)
  @inline(never)
  private func member(_ index: Int) -> Span<UInt8>? { bytes.bytes(of: members.span[index]) }

  /// Bytes of a key: of HMAC, Ed25519 or P-256.
  private static func keyLimits(of algorithm: COSEAlgorithm) -> ClosedRange<Int> {
    if algorithm == .hmac256 { return 16...64 }
    return algorithm == .ed25519 || algorithm == .eddsa ? 32...32 : 64...64
  }

  /// Whether a signature of this algorithm may be the anchor's: of its one algorithm, or of ES256 where it is said to be
  /// another name for its ESP256.
  public func verifies(_ algorithm: COSEAlgorithm) -> Bool {
    self.algorithm == algorithm
      || algorithm == .es256 && self.algorithm == .esp256 && policy.contains(.acceptsES256)
  }

  #if !WITHOUT_CERTIFICATES
    /// Bytes of the name of a certificate's subject (RFC 1035, section 2.3.4).
    public static let certifiedNameLimits = 1...253

    /// The name that certificates of a certificate authority have to give their subject; nil of any other anchor.
    public var certifiedName: Span<UInt8>? { @_lifetime(copy self) get { member(Member.certifiedName) } }
  #endif

  /// 64 bytes of P-256 (x, y), 32 of Ed25519, or the secret key of an HMAC, which verifies COSE_Mac0 alone.
  public var publicKey: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: members.span[Member.publicKey]) }
  }

  /// The SHA-256 thumbprint of the key (RFC 9679).
  public var keyIdentifier: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: members.span[Member.keyIdentifier]) }
  }

  /// A TAM's key on P-256, 64 bytes, to which evidence and reports are encrypted; nil where they travel in the clear.
  public var keyAgreementKey: Span<UInt8>? {
    @_lifetime(copy self) get { member(Member.keyAgreementKey) }
  }

  /// UTF-8 of a TAM's URI.
  public var uri: Span<UInt8>? { @_lifetime(copy self) get { member(Member.uri) } }

  /// The only vendor that a signer may sign for; nil for any.
  public var vendorIdentifier: Span<UInt8>? { @_lifetime(copy self) get { member(Member.vendorIdentifier) } }

  /// The only class that a signer may sign for; nil for any.
  public var classIdentifier: Span<UInt8>? { @_lifetime(copy self) get { member(Member.classIdentifier) } }

  /// What the anchor may manage or sign for, each with all that begins with it; nil for everything.
  @_lifetime(copy self)
  public func identifierList() throws(DecodeError) -> ItemList? {
    guard let identifiers = member(Member.identifiers) else { return nil }
    return try ItemList(CBORReader(identifiers))
  }

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
