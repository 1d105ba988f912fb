/// The COSE_KDF_Context (RFC 9053, section 5.2) from which the key that wraps a content key is derived, as pieces:
/// `[AlgorithmID, [nil, nil, nil], [nil, nil, nil], [keyDataLength, protected, other]]`.
public struct KeyDerivationContext: ~Escapable {
  /// What is encrypted: the text of `SuppPubInfo.other`.
  public enum Purpose: UInt8, Sendable {
    /// draft-ietf-suit-firmware-encryption-24.
    case suitPayloadEncryption
    /// draft-ietf-teep-protocol-26, section 8.2.
    case suitReportEncryption
    /// draft-ietf-teep-protocol-26, section 8.2.
    case eatEncryption

    var text: StaticString {
      switch self {
      case .suitPayloadEncryption: "SUIT Payload Encryption"
      case .suitReportEncryption: "SUIT Report Encryption"
      case .eatEncryption: "EAT Encryption"
      }
    }
  }

  private let protected: Span<UInt8>
  private let purpose: Purpose

  /// For ECDH-ES with A128KW.
  ///
  /// - Parameter protected: the content of the recipient's protected bucket.
  @_lifetime(copy protected)
  public init(a128KWProtected protected: Span<UInt8>, purpose: Purpose) {
    self.protected = protected
    self.purpose = purpose
  }

  /// Hands over the encoded context piece by piece, in order.
  @inline(never)
  public func forEachPiece<Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    // A128KW is algorithm -3, and its key has 128 bits.
    let opening: InlineArray<13, UInt8> = [
      0x84, 0x22, 0x83, 0xF6, 0xF6, 0xF6, 0x83, 0xF6, 0xF6, 0xF6, 0x83, 0x18, 0x80,
    ]
    try body(opening.span)
    try string(.byteString, protected, body)
    try string(.byteString, purpose.text.utf8Span, body)
  }
}
