/// What a signer's manifests need not do that others have to.
public struct TrustAnchorPolicy: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Check the device's vendor and class (draft-ietf-suit-manifest-37, section 8.4.9.1).
  public static var allowsMissingConditions: TrustAnchorPolicy { TrustAnchorPolicy(rawValue: 1) }
  /// Run dependency-integrity before process-dependency, which then makes that check itself
  /// (draft-ietf-suit-trust-domains-11, section 5.4.4).
  public static var allowsImplicitIntegrity: TrustAnchorPolicy { TrustAnchorPolicy(rawValue: 2) }
  /// Name ESP256 as such: ES256, the name of older drafts, is accepted for it.
  public static var acceptsES256: TrustAnchorPolicy { TrustAnchorPolicy(rawValue: 4) }

  static var all: TrustAnchorPolicy { TrustAnchorPolicy(rawValue: 7) }
}
