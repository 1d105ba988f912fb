public import TEEPCodec
public import TEEPHost

extension DeviceDescription {
  /// A key that the device trusts: that of a TAM, a signer or a verifier.
  public struct Anchor: Sendable {
    /// The file of a public key in PEM; nil where ``macKey`` is given.
    public var key: String?
    /// The file of the raw bytes of a key that authenticates manifests by HMAC-SHA-256.
    public var macKey: String?
    /// The name in the certificates of an authority, whose ``key`` it is then.
    public var certifiedName: String?
    /// A TAM's URI.
    public var uri: String?
    public var deviceClass: DeviceClass?
    public var components: [ComponentIdentifier]?
    /// The file of a TAM's public key, on P-256, that evidence and reports are encrypted to.
    public var keyAgreementKey: String?
    public var policy: TrustAnchorPolicy = []
  }
}

/// What a signer may do that others may not, as a description names it.
private enum SignerRight: String, Decodable {
  /// Its manifests need not check the device's vendor and class.
  case missingConditions = "missing-conditions"
  /// Its manifests need not run dependency-integrity.
  case implicitIntegrity = "implicit-integrity"
  /// It may name ESP256 as ES256, as older drafts did.
  case es256
  /// It may sign for the device's trust anchors.
  case trustAnchors = "trust-anchors"

  var policy: TrustAnchorPolicy {
    switch self {
    case .missingConditions: .allowsMissingConditions
    case .implicitIntegrity: .allowsImplicitIntegrity
    case .es256: .acceptsES256
    case .trustAnchors: .managesTrustAnchors
    }
  }
}

/// The numbers that a TAM uses, as a description names them.
private enum NumberDialect: String, Decodable {
  /// Those that IANA registered.
  case final
  /// Those of the drafts before draft-ietf-teep-protocol-24.
  case legacy
}

/// A TAM, as a description has it.
struct DescribedTAM: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key, uri, components
    case certificateAuthority = "certificate-authority"
    case certificateName = "certificate-name"
    case keyAgreementKey = "key-agreement-key"
    case needsAttestation = "needs-attestation"
    case numberDialect = "number-dialect"
  }

  let anchor: DeviceDescription.Anchor

  init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    let (key, name) = try container.key(.key, authority: .certificateAuthority, name: .certificateName)
    var policy: TrustAnchorPolicy = name == nil ? [] : .certifiesKeys
    if try container.decodeIfPresent(Bool.self, forKey: .needsAttestation) == true {
      policy.insert(.needsAttestation)
    }
    if try container.decodeIfPresent(NumberDialect.self, forKey: .numberDialect) == .legacy {
      policy.insert(.speaksLegacyNumbers)
    }
    anchor = try DeviceDescription.Anchor(
      key: key, certifiedName: name, uri: container.decode(String.self, forKey: .uri),
      components: container.decodeIfPresent([ComponentIdentifier].self, forKey: .components),
      keyAgreementKey: container.decodeIfPresent(String.self, forKey: .keyAgreementKey), policy: policy)
  }
}

/// A component signer, as a description has it.
struct DescribedSigner: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key
    case macKey = "mac-key"
    case certificateAuthority = "certificate-authority"
    case certificateName = "certificate-name"
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
    guard macKey == nil || !container.contains(.key) && !container.contains(.certificateAuthority) else {
      throw DecodingError.dataCorruptedError(
        forKey: .macKey, in: container, debugDescription: "give it or 'key', not both")
    }
    var (key, name): (String?, String?)
    if macKey == nil {
      (key, name) = try container.key(.key, authority: .certificateAuthority, name: .certificateName)
    }
    anchor = try DeviceDescription.Anchor(
      key: key, macKey: macKey, certifiedName: name,
      deviceClass: DeviceClass(
        container, vendorID: .vendorID, vendorDomain: .vendorDomain, classID: .classID, className: .className),
      components: container.decodeIfPresent([ComponentIdentifier].self, forKey: .components),
      policy: TrustAnchorPolicy(
        container.decodeIfPresent([SignerRight].self, forKey: .rights)?.map(\.policy) ?? []
      ).union(name == nil ? [] : .certifiesKeys))
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

extension KeyedDecodingContainer {
  /// The file of a key and, where it is an authority's, the name that its certificates have to give their subject.
  fileprivate func key(_ key: Key, authority: Key, name: Key) throws -> (file: String, name: String?) {
    guard contains(authority) else {
      guard !contains(name) else {
        throw DecodingError.dataCorruptedError(
          forKey: name, in: self, debugDescription: "it goes with '\(authority.stringValue)'")
      }
      return (try decode(String.self, forKey: key), nil)
    }
    guard !contains(key) else {
      throw DecodingError.dataCorruptedError(
        forKey: authority, in: self, debugDescription: "give it or '\(key.stringValue)', not both")
    }
    let subject = try decode(String.self, forKey: name)
    guard TrustAnchor.certifiedNameLimits.contains(subject.utf8.count) else {
      throw DecodingError.dataCorruptedError(
        forKey: name, in: self, debugDescription: "it has to be a DNS name of at most 253 bytes")
    }
    return (try decode(String.self, forKey: authority), subject)
  }
}
