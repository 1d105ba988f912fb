public import TEEPCodec

/// The kinds of key that TEEP's cipher suites sign with (draft-ietf-teep-protocol-26, section 8). A key serves
/// exactly one algorithm.
public enum KeyType: String, CaseIterable, Codable, Sendable {
  case p256
  case ed25519

  /// The type of the keys that serve `algorithm`; nil where no cipher suite here has it.
  public init?(_ algorithm: COSEAlgorithm) {
    switch algorithm {
    case .esp256: self = .p256
    case .ed25519: self = .ed25519
    default: return nil
    }
  }

  /// ESP256 or Ed25519 (RFC 9864, section 2).
  public var algorithm: COSEAlgorithm {
    switch self {
    case .p256: .esp256
    case .ed25519: .ed25519
    }
  }
}
