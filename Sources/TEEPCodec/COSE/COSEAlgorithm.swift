/// A COSE algorithm identifier (RFC 9053, RFC 9054, RFC 9459, RFC 9864; IANA "COSE Algorithms").
public struct COSEAlgorithm: RawRepresentable, Equatable, Sendable, BitwiseCopyable {
  public let rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }
}

// The values are computed, so that a program holds only those that it uses.

/// Signatures.
extension COSEAlgorithm {
  /// ECDSA on P-256 with SHA-256 (RFC 9864, section 2.1).
  public static var esp256: COSEAlgorithm { COSEAlgorithm(rawValue: -9) }
  /// EdDSA on Curve25519 (RFC 9864, section 2.2).
  public static var ed25519: COSEAlgorithm { COSEAlgorithm(rawValue: -19) }
  /// ECDSA with SHA-256 on a curve that the key names (RFC 9053, section 2.1); older peers.
  public static var es256: COSEAlgorithm { COSEAlgorithm(rawValue: -7) }
  /// EdDSA on a curve that the key names (RFC 9053, section 2.2); older peers.
  public static var eddsa: COSEAlgorithm { COSEAlgorithm(rawValue: -8) }
  /// HSS/LMS hash-based signatures (RFC 8778).
  public static var hssLMS: COSEAlgorithm { COSEAlgorithm(rawValue: -46) }
}

/// Digests and message authentication codes.
extension COSEAlgorithm {
  /// SHA-256 (RFC 9054, section 3.2).
  public static var sha256: COSEAlgorithm { COSEAlgorithm(rawValue: -16) }
  /// SHAKE128 (RFC 9054, section 3.3).
  public static var shake128: COSEAlgorithm { COSEAlgorithm(rawValue: -18) }
  /// SHA-384 (RFC 9054, section 3.2).
  public static var sha384: COSEAlgorithm { COSEAlgorithm(rawValue: -43) }
  /// SHA-512 (RFC 9054, section 3.2).
  public static var sha512: COSEAlgorithm { COSEAlgorithm(rawValue: -44) }
  /// SHAKE256 (RFC 9054, section 3.3).
  public static var shake256: COSEAlgorithm { COSEAlgorithm(rawValue: -45) }
  /// HMAC with SHA-256 and a tag of 32 bytes (RFC 9053, section 3.1).
  public static var hmac256: COSEAlgorithm { COSEAlgorithm(rawValue: 5) }
}

/// Encryption of content.
extension COSEAlgorithm {
  /// AES-128 in GCM mode (RFC 9053, section 4.1).
  public static var a128GCM: COSEAlgorithm { COSEAlgorithm(rawValue: 1) }
  /// ChaCha20 and Poly1305 (RFC 9053, section 4.3).
  public static var chaCha20Poly1305: COSEAlgorithm { COSEAlgorithm(rawValue: 24) }
  /// AES-128 in CTR mode (RFC 9459).
  public static var a128CTR: COSEAlgorithm { COSEAlgorithm(rawValue: -65534) }
  /// AES-256 in CTR mode (RFC 9459).
  public static var a256CTR: COSEAlgorithm { COSEAlgorithm(rawValue: -65532) }

  /// Bytes of the `IV` that the algorithm takes (RFC 9053, sections 4.1 and 4.3; RFC 9459); nil for one that
  /// is not known here.
  public var initializationVectorCount: Int? {
    switch self {
    case .a128GCM, .chaCha20Poly1305: 12
    case .a128CTR, .a256CTR: 16
    default: nil
    }
  }
}

/// Distribution of content keys.
extension COSEAlgorithm {
  /// AES key wrap with a 128-bit key (RFC 9053, section 6.2.1).
  public static var a128KW: COSEAlgorithm { COSEAlgorithm(rawValue: -3) }
  /// AES key wrap with a 256-bit key (RFC 9053, section 6.2.1).
  public static var a256KW: COSEAlgorithm { COSEAlgorithm(rawValue: -5) }
  /// The recipient's key is the content key (RFC 9053, section 6.1.1).
  public static var direct: COSEAlgorithm { COSEAlgorithm(rawValue: -6) }
  /// ECDH-ES with HKDF-SHA-256 and A128KW (RFC 9053, section 6.4.1).
  public static var ecdhESA128KW: COSEAlgorithm { COSEAlgorithm(rawValue: -29) }

  /// Whether the algorithm authenticates nothing but its content, so that `alg` stands in the unprotected bucket and the
  /// protected one is empty: key wrap and direct use (RFC 9053, sections 6.1.1 and 6.2), AES-CTR and AES-CBC (RFC 9459).
  public var leavesHeadersUnprotected: Bool {
    rawValue >= -6 && rawValue <= -3 || rawValue >= -65534 && rawValue <= -65529
  }
}
