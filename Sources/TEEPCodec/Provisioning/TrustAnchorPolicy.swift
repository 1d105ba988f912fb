/// What an anchor may do that others may not, or has to.
///
/// The first three are of a signer, whose manifests need not do what others have to.
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
  /// Of a signer: it may sign for the device's trust anchors.
  public static var managesTrustAnchors: TrustAnchorPolicy { TrustAnchorPolicy(rawValue: 8) }
  /// Of a TAM: it has to be attested before it gets anything but errors.
  public static var needsAttestation: TrustAnchorPolicy { TrustAnchorPolicy(rawValue: 16) }
  /// Of a TAM: it uses the numbers of earlier drafts (``TEEPNumbers/legacy``), and is answered with them.
  public static var speaksLegacyNumbers: TrustAnchorPolicy { TrustAnchorPolicy(rawValue: 32) }

  #if !WITHOUT_CERTIFICATES
    /// Of a TAM or a signer: the key is that of a certificate authority, and signs nothing but certificates. Who signs is
    /// whom a certificate of it names so (RFC 9360).
    public static var certifiesKeys: TrustAnchorPolicy { TrustAnchorPolicy(rawValue: 64) }

    static var all: TrustAnchorPolicy { TrustAnchorPolicy(rawValue: 127) }
  #else
    static var all: TrustAnchorPolicy { TrustAnchorPolicy(rawValue: 63) }
  #endif
}
