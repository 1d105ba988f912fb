/// The algorithms by which manifests and reports are digested, authenticated and encrypted: one of the profiles of
/// draft-ietf-suit-mti-23, as its 4-tuple.
public struct SUITCOSEProfile: Equatable, Sendable, BitwiseCopyable {
  public let digest: COSEAlgorithm
  /// The signature or MAC.
  public let authentication: COSEAlgorithm
  public let keyExchange: COSEAlgorithm
  public let encryption: COSEAlgorithm

  public init(
    digest: COSEAlgorithm, authentication: COSEAlgorithm, keyExchange: COSEAlgorithm,
    encryption: COSEAlgorithm
  ) {
    self.digest = digest
    self.authentication = authentication
    self.keyExchange = keyExchange
    self.encryption = encryption
  }

  /// Reads `[digest, authentication, key exchange, encryption]`, known or not.
  @inline(never)
  public init(_ reader: inout CBORReader) throws(DecodeError) {
    try reader.array(of: 4)
    digest = COSEAlgorithm(rawValue: try reader.integer32())
    authentication = COSEAlgorithm(rawValue: try reader.integer32())
    keyExchange = COSEAlgorithm(rawValue: try reader.integer32())
    encryption = COSEAlgorithm(rawValue: try reader.integer32())
  }
}

// Computed, as the values of ``COSEAlgorithm`` are.
extension SUITCOSEProfile {
  /// suit-sha256-hmac-a128kw-a128ctr
  public static var sha256HMACA128KWA128CTR: SUITCOSEProfile {
    SUITCOSEProfile(digest: .sha256, authentication: .hmac256, keyExchange: .a128KW, encryption: .a128CTR)
  }
  /// suit-sha256-esp256-ecdh-a128ctr
  public static var sha256ESP256ECDHA128CTR: SUITCOSEProfile {
    SUITCOSEProfile(
      digest: .sha256, authentication: .esp256, keyExchange: .ecdhESA128KW, encryption: .a128CTR)
  }
  /// suit-sha256-ed25519-ecdh-a128ctr
  public static var sha256Ed25519ECDHA128CTR: SUITCOSEProfile {
    SUITCOSEProfile(
      digest: .sha256, authentication: .ed25519, keyExchange: .ecdhESA128KW, encryption: .a128CTR)
  }
  /// suit-sha256-esp256-ecdh-a128gcm
  public static var sha256ESP256ECDHA128GCM: SUITCOSEProfile {
    SUITCOSEProfile(
      digest: .sha256, authentication: .esp256, keyExchange: .ecdhESA128KW, encryption: .a128GCM)
  }
  /// suit-sha256-ed25519-ecdh-chacha-poly
  public static var sha256Ed25519ECDHChaChaPoly: SUITCOSEProfile {
    SUITCOSEProfile(
      digest: .sha256, authentication: .ed25519, keyExchange: .ecdhESA128KW, encryption: .chaCha20Poly1305)
  }
  /// suit-sha256-hsslms-a256kw-a256ctr
  public static var sha256HSSLMSA256KWA256CTR: SUITCOSEProfile {
    SUITCOSEProfile(digest: .sha256, authentication: .hssLMS, keyExchange: .a256KW, encryption: .a256CTR)
  }
}

extension CBORWriter {
  /// Writes a profile.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func suitCOSEProfile(_ profile: SUITCOSEProfile) throws(EncodeError) {
    try array(4)
    try integer(Int64(profile.digest.rawValue))
    try integer(Int64(profile.authentication.rawValue))
    try integer(Int64(profile.keyExchange.rawValue))
    try integer(Int64(profile.encryption.rawValue))
  }
}
