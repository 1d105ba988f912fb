import Crypto
public import Foundation
import TEEPCodec
public import TEEPHost

extension ProvisioningRequest {
  /// A request that is not complete yet.
  public struct Draft: Sendable {
    public var deviceKey: SigningKey?
    /// Whether the device makes the key that is not given.
    public var deviceMakesKey = false
    public var otherDeviceKey: SigningKey?
    public var tams: [Anchor] = []
    public var signers: [Anchor] = []
    public var verifiers: [Anchor] = []
    public var decryptionKeys: [DecryptionKey] = []
    public var evidence: Evidence?
    public var deviceClass: DeviceClass?
    public var deviceIdentifier: UUID?

    public init() {}

    /// Reads a ``DeviceDescription`` and the keys that it names.
    public init(descriptionAt path: String) throws(FileError) {
      let description = try DescriptionFile.read(DeviceDescription.self, at: path)
      let files = NamedFiles(description: path)
      deviceKey = try files.signingKey(description.deviceKey)
      deviceMakesKey = description.deviceMakesKey
      otherDeviceKey = try files.signingKey(description.otherDeviceKey)
      deviceClass = description.deviceClass
      deviceIdentifier = description.deviceIdentifier
      tams = try files.anchors(description.tams)
      signers = try files.anchors(description.signers)
      verifiers = try files.anchors(description.verifiers)
      for key in description.decryptionKeys { try decryptionKeys.append(files.decryptionKey(key)) }
      evidence = try files.evidence(description.attestation)
    }

    /// The request, where nothing is missing.
    public func finished() throws(ProvisioningError) -> ProvisioningRequest {
      guard deviceKey != nil || deviceMakesKey else {
        throw .missing("device key", "device-key or --device-makes-key")
      }
      guard let deviceClass else {
        throw .missing("vendor and class of the device", "vendor-id and --class-id")
      }
      return ProvisioningRequest(
        deviceKey: deviceKey, otherDeviceKey: otherDeviceKey, tams: tams, signers: signers,
        verifiers: verifiers, decryptionKeys: decryptionKeys, evidence: evidence, deviceClass: deviceClass,
        deviceIdentifier: deviceIdentifier)
    }
  }
}

/// The files that a description names.
struct NamedFiles {
  /// The path of the description.
  let description: String

  private func path(_ name: String) -> String { DescriptionFile.resolve(name, namedIn: description) }

  func signingKey(_ name: String?) throws(FileError) -> SigningKey? {
    guard let name else { return nil }
    return try KeyFile.signingKey(at: path(name))
  }

  func anchors(
    _ descriptions: [DeviceDescription.Anchor]
  ) throws(FileError) -> [ProvisioningRequest.Anchor] {
    var anchors: [ProvisioningRequest.Anchor] = []
    for description in descriptions {
      try anchors.append(
        ProvisioningRequest.Anchor(
          key: key(of: description), uri: description.uri, deviceClass: description.deviceClass,
          components: description.components, policy: description.policy,
          keyAgreementKey: agreementKey(description.keyAgreementKey),
          certifiedName: description.certifiedName))
    }
    return anchors
  }

  private func key(
    of anchor: DeviceDescription.Anchor
  ) throws(FileError) -> ProvisioningRequest.Anchor.Key {
    if let macKey = anchor.macKey {
      return .symmetric(try MACKey(file: path(macKey)))
    }
    return .verification(try KeyFile.verificationKey(at: path(anchor.key ?? "")))
  }

  private func agreementKey(_ name: String?) throws(FileError) -> VerificationKey? {
    guard let name else { return nil }
    return try KeyFile.keyAgreementKey(at: path(name))
  }

  func decryptionKey(
    _ description: DescribedDecryptionKey
  ) throws(FileError) -> ProvisioningRequest.DecryptionKey {
    var identifier: [UInt8]?
    if let kid = description.kid {
      guard let bytes = [UInt8](textOrHexadecimal: kid), (1...64).contains(bytes.count) else {
        throw FileError(
          self.description, "the 'kid' '\(kid)' is no text, or 0x and hexadecimal, of 1 to 64 bytes")
      }
      identifier = bytes
    }
    if let kek = description.kek {
      return .wrapping(
        try FileContents.readSecret(path(kek), counts: 16...16), keyIdentifier: identifier ?? [])
    }
    let name = path(description.key ?? "")
    let key = try KeyFile.signingKey(at: name)
    guard key.type == .p256 else { throw FileError(name, "is no P-256 key, which ECDH-ES needs") }
    return .agreement(key, keyIdentifier: identifier ?? key.verificationKey.thumbprint)
  }

  func evidence(_ description: DescribedAttestation?) throws(FileError) -> ProvisioningRequest.Evidence? {
    guard let description else { return nil }
    let key = try KeyFile.signingKey(at: path(description.key))
    var certificates: CertificateChain?
    if let name = description.certificates {
      let chain = try CertificateChain(at: path(name))
      guard chain.publicKey == key.verificationKey else {
        throw FileError(path(name), "its first certificate is not that of the key \(path(description.key))")
      }
      certificates = chain
    }
    let firmware = Array(SHA256.hash(data: try FileContents.read(path(description.firmware))))
    return ProvisioningRequest.Evidence(
      key: key, certificates: certificates, ueid: description.ueid,
      encodedOEMIdentifier: description.encodedOEMIdentifier, hardwareModel: description.hardwareModel,
      hardwareVersion: description.hardwareVersion, firmware: (firmware, description.firmwareURI))
  }
}
