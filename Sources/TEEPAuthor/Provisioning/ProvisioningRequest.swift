public import Foundation
public import TEEPCodec
public import TEEPHost

/// What a device is given when it is made: its keys, whom it trusts for what, and what it is.
public struct ProvisioningRequest: Sendable {
  /// A key that the device trusts, and for what.
  public struct Anchor: Sendable {
    /// A key that checks signatures, or one that checks the codes of HMAC-SHA-256.
    public enum Key: Hashable, Sendable {
      case verification(VerificationKey)
      case symmetric(MACKey)
    }

    public let key: Key
    /// Where a TAM is; nil for a signer.
    public let uri: String?
    /// The one vendor and class that a signer may sign for; nil for any.
    public let deviceClass: DeviceClass?
    /// What begins with one of these it may manage or sign for; nil for everything.
    public let components: [ComponentIdentifier]?
    public let policy: TrustAnchorPolicy
    /// A TAM's P-256 key that evidence and reports are encrypted to.
    public let keyAgreementKey: VerificationKey?
    /// The DNS name in the certificates of an authority, whose key it is then; nil for a key that signs itself.
    public let certifiedName: String?

    public init(
      key: Key, uri: String? = nil, deviceClass: DeviceClass? = nil, components: [ComponentIdentifier]? = nil,
      policy: TrustAnchorPolicy = [], keyAgreementKey: VerificationKey? = nil, certifiedName: String? = nil
    ) {
      self.key = key
      self.uri = uri
      self.deviceClass = deviceClass
      self.components = components
      self.policy = policy
      self.keyAgreementKey = keyAgreementKey
      self.certifiedName = certifiedName
    }

    public init(
      key: VerificationKey, uri: String? = nil, deviceClass: DeviceClass? = nil,
      components: [ComponentIdentifier]? = nil
    ) {
      self.init(key: .verification(key), uri: uri, deviceClass: deviceClass, components: components)
    }
  }

  /// A key that payloads are decrypted with.
  public enum DecryptionKey: Sendable {
    /// ECDH-ES with A128KW, by a P-256 key.
    case agreement(SigningKey, keyIdentifier: [UInt8])
    /// A128KW, by the 16 bytes of a key encryption key; recipients need not name it.
    case wrapping([UInt8], keyIdentifier: [UInt8])
  }

  /// What evidence is made from.
  public struct Evidence: Sendable {
    public let key: SigningKey
    /// What an authority says of the key; nil where none vouches for it.
    public let certificates: CertificateChain?
    public let ueid: [UInt8]
    public let encodedOEMIdentifier: [UInt8]
    public let hardwareModel: [UInt8]
    public let hardwareVersion: String
    /// The SHA-256 of the agent itself, and the URI of its manifest.
    public let firmware: (sha256: [UInt8], uri: String)
  }

  /// Nil where the device makes it itself, on P-256.
  public let deviceKey: SigningKey?
  /// The device's key of the other cipher suite.
  public let otherDeviceKey: SigningKey?
  public let tams: [Anchor]
  public let signers: [Anchor]
  /// Whose attestation results of TAMs count.
  public let verifiers: [Anchor]
  public let decryptionKeys: [DecryptionKey]
  public let evidence: Evidence?
  public let deviceClass: DeviceClass
  /// What no other device is identified by, for manifests that are meant for this one alone.
  public let deviceIdentifier: UUID?

  public init(
    deviceKey: SigningKey?, otherDeviceKey: SigningKey? = nil, tams: [Anchor], signers: [Anchor],
    verifiers: [Anchor] = [], decryptionKeys: [DecryptionKey] = [], evidence: Evidence? = nil,
    deviceClass: DeviceClass, deviceIdentifier: UUID? = nil
  ) {
    self.deviceKey = deviceKey
    self.otherDeviceKey = otherDeviceKey
    self.tams = tams
    self.signers = signers
    self.verifiers = verifiers
    self.decryptionKeys = decryptionKeys
    self.evidence = evidence
    self.deviceClass = deviceClass
    self.deviceIdentifier = deviceIdentifier
  }
}
