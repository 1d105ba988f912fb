/// A COSE algorithm identifier (RFC 9053, RFC 9864, RFC 9459; IANA "COSE Algorithms").
public struct COSEAlgorithm: RawRepresentable, Equatable, Sendable, BitwiseCopyable {
  public let rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// ECDSA on P-256 with SHA-256 (RFC 9864, section 2.1).
  public static let esp256 = COSEAlgorithm(rawValue: -9)
  /// EdDSA on Curve25519 (RFC 9864, section 2.2).
  public static let ed25519 = COSEAlgorithm(rawValue: -19)
  /// ECDSA with SHA-256 on a curve that the key names (RFC 9053, section 2.1); older peers.
  public static let es256 = COSEAlgorithm(rawValue: -7)
  /// EdDSA on a curve that the key names (RFC 9053, section 2.2); older peers.
  public static let eddsa = COSEAlgorithm(rawValue: -8)
  /// SHA-256 (RFC 9054, section 3.2).
  public static let sha256 = COSEAlgorithm(rawValue: -16)
  /// ECDH-ES with HKDF-SHA-256 and A128KW (RFC 9053, section 6.4).
  public static let ecdhESA128KW = COSEAlgorithm(rawValue: -29)
  /// AES-128 in CTR mode (RFC 9459, section 4).
  public static let a128CTR = COSEAlgorithm(rawValue: -65534)
  /// AES-128 in GCM mode (RFC 9053, section 4.1).
  public static let a128GCM = COSEAlgorithm(rawValue: 1)
  /// ChaCha20 and Poly1305 (RFC 9053, section 4.3).
  public static let chaCha20Poly1305 = COSEAlgorithm(rawValue: 24)
}
