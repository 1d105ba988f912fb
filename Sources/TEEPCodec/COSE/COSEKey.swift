/// A COSE_Key (RFC 9052, section 7) on P-256 or Curve25519, or a symmetric one, as a view of its encoding.
public struct COSEKey: ~Escapable {
  /// Members beyond which a key is refused.
  public static let maximumMembers = 12

  /// What kind of key it is, with its curve (RFC 9053, section 7).
  public enum Kind: UInt8, Sendable {
    /// `EC2` on P-256: ``x`` and ``y``.
    case p256
    /// `OKP` on Ed25519: ``x``.
    case ed25519
    /// `OKP` on X25519: ``x``.
    case x25519
    /// `Symmetric`: ``symmetricKey``.
    case symmetric
  }

  private let bytes: Span<UInt8>
  private let members: COSEKeyMembers

  /// Reads the whole of `bytes`; `base` is their offset in the outermost message.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    var reader = CBORReader(bytes, base: base)
    try self.init(&reader)
    try reader.end()
  }

  /// Reads the key that comes next.
  @_lifetime(copy reader)
  @inline(never)
  public init(_ reader: inout CBORReader) throws(DecodeError) {
    bytes = reader.bytes
    members = try COSEKeyMembers(&reader)
  }

  /// What kind of key it is.
  public var kind: Kind { members.kind }

  /// The algorithm that the key is restricted to, where it is.
  public var algorithm: COSEAlgorithm? { members.algorithm }

  /// `kid`, where there is one.
  public var keyIdentifier: Span<UInt8>? {
    @_lifetime(copy self) get { bytes.bytes(of: members.keyIdentifier) }
  }

  /// The x coordinate or the public key of an OKP, 32 bytes; none for a symmetric key.
  public var x: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: members.x) }
  }

  /// The y coordinate on P-256, 32 bytes; none for other keys.
  public var y: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: members.y) }
  }

  /// The private key, 32 bytes, where it is there.
  public var privateKey: Span<UInt8>? {
    @_lifetime(copy self) get { bytes.bytes(of: members.d) }
  }

  /// The bytes of a symmetric key; none for other keys.
  public var symmetricKey: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: members.k) }
  }

  /// What the thumbprint of this key is a digest of.
  public var thumbprintInput: KeyThumbprintInput {
    @_lifetime(copy self) get {
      switch members.kind {
      case .p256: KeyThumbprintInput(p256X: x, y: y)
      case .ed25519: KeyThumbprintInput(ed25519: x)
      case .x25519: KeyThumbprintInput(x25519: x)
      case .symmetric: KeyThumbprintInput(symmetric: symmetricKey)
      }
    }
  }
}
