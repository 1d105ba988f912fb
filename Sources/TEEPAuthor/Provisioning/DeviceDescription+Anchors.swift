public import TEEPHost

extension DeviceDescription {
  /// A key that the device trusts: that of a TAM, a signer or a verifier.
  public struct Anchor: Sendable {
    /// The file of a public key in PEM; nil where ``macKey`` is given.
    public var key: String?
    /// The file of the raw bytes of a key that authenticates manifests by HMAC-SHA-256.
    public var macKey: String?
    /// A TAM's URI.
    public var uri: String?
    public var deviceClass: DeviceClass?
    public var components: [ComponentIdentifier]?
    /// The file of a TAM's public key, on P-256, that evidence and reports are encrypted to.
    public var keyAgreementKey: String?
    public var rights: Set<AnchorRight> = []
  }
}

/// What an anchor may do that others may not, or has to.
public enum AnchorRight: String, CaseIterable, Decodable, Sendable {
  /// A signer's manifests need not check the device's vendor and class.
  case missingConditions = "missing-conditions"
  /// A signer's manifests need not run dependency-integrity.
  case implicitIntegrity = "implicit-integrity"
  /// A signer may name ESP256 as ES256, as older drafts did.
  case es256
  /// A signer may sign for the device's trust anchors.
  case trustAnchors = "trust-anchors"
}

/// A TAM, as a description has it.
struct DescribedTAM: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key, uri, components
    case keyAgreementKey = "key-agreement-key"
    case needsAttestation = "needs-attestation"
  }

  let anchor: DeviceDescription.Anchor
  let needsAttestation: Bool

  init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    needsAttestation = try container.decodeIfPresent(Bool.self, forKey: .needsAttestation) ?? false
    anchor = try DeviceDescription.Anchor(
      key: container.decode(String.self, forKey: .key), uri: container.decode(String.self, forKey: .uri),
      components: container.decodeIfPresent([ComponentIdentifier].self, forKey: .components),
      keyAgreementKey: container.decodeIfPresent(String.self, forKey: .keyAgreementKey))
  }
}

/// A component signer, as a description has it.
struct DescribedSigner: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key
    case macKey = "mac-key"
    case vendorID = "vendor-id"
    case vendorDomain = "vendor-domain"
    case classID = "class-id"
    case className = "class-name"
    case components, rights
  }

  let anchor: DeviceDescription.Anchor

  init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    let macKey = try container.decodeIfPresent(String.self, forKey: .macKey)
    guard macKey == nil || !container.contains(.key) else {
      throw DecodingError.dataCorruptedError(
        forKey: .macKey, in: container, debugDescription: "give it or 'key', not both")
    }
    anchor = try DeviceDescription.Anchor(
      key: macKey == nil ? container.decode(String.self, forKey: .key) : nil, macKey: macKey,
      deviceClass: DeviceClass(
        container, vendorID: .vendorID, vendorDomain: .vendorDomain, classID: .classID, className: .className),
      components: container.decodeIfPresent([ComponentIdentifier].self, forKey: .components),
      rights: Set(container.decodeIfPresent([AnchorRight].self, forKey: .rights) ?? []))
  }
}

/// A verifier whose attestation results of a TAM count, as a description has it.
struct DescribedVerifier: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key
  }

  let anchor: DeviceDescription.Anchor

  init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    anchor = try DeviceDescription.Anchor(key: container.decode(String.self, forKey: .key))
  }
}
