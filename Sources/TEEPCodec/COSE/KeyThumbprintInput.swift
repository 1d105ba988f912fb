/// What the thumbprint of a key is a digest of (RFC 9679, section 3), as pieces to be hashed one after the other: the
/// COSE_Key with only the members that its type requires, in deterministic encoding.
public struct KeyThumbprintInput: ~Escapable {
  private let opening: Opening
  private let first: Span<UInt8>
  private let second: Span<UInt8>

  /// The encoding up to the first of the keys' own bytes.
  private enum Opening: UInt8, Sendable {
    /// `{1: 2, -1: 1, -2: …`
    case p256
    /// `{1: 1, -1: 6, -2: …`
    case ed25519
    /// `{1: 1, -1: 4, -2: …`
    case x25519
    /// `{1: 4, -1: …`
    case symmetric
  }

  /// For EC2 on P-256: both coordinates, 32 bytes each.
  @_lifetime(copy x, copy y)
  public init(p256X x: Span<UInt8>, y: Span<UInt8>) {
    opening = .p256
    first = x
    second = y
  }

  /// For OKP on Ed25519: the public key, 32 bytes.
  @_lifetime(copy x)
  public init(ed25519 x: Span<UInt8>) {
    opening = .ed25519
    first = x
    second = Span()
  }

  /// For OKP on X25519: the public key, 32 bytes.
  @_lifetime(copy x)
  public init(x25519 x: Span<UInt8>) {
    opening = .x25519
    first = x
    second = Span()
  }

  /// For a symmetric key. A thumbprint of a key that can be guessed gives the key away (RFC 9679, section 6).
  @_lifetime(copy key)
  public init(symmetric key: Span<UInt8>) {
    opening = .symmetric
    first = key
    second = Span()
  }

  /// Hands over the encoded key piece by piece, in order.
  @inline(never)
  public func forEachPiece<Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let bytes: InlineArray<6, UInt8> =
      switch opening {
      case .p256: [0xA4, 0x01, 0x02, 0x20, 0x01, 0x21]
      case .ed25519: [0xA3, 0x01, 0x01, 0x20, 0x06, 0x21]
      case .x25519: [0xA3, 0x01, 0x01, 0x20, 0x04, 0x21]
      case .symmetric: [0xA2, 0x01, 0x04, 0x20, 0, 0]
      }
    try body(bytes.span.extracting(first: opening == .symmetric ? 4 : 6))
    try string(.byteString, first, body)
    guard opening == .p256 else { return }
    let label: InlineArray<1, UInt8> = [0x22]
    try body(label.span)
    try string(.byteString, second, body)
  }
}
