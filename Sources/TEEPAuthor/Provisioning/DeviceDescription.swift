public import Foundation
import TEEPHost

/// What a device is given when it is made, as a person describes it: files are relative to the description.
///
/// ```yaml
/// device-key: agent.pem                # or device-makes-key: true
/// other-device-key: agent-ed25519.pem  # of the other cipher suite
/// vendor-domain: teep.example          # or vendor-id: UUID
/// class-name: model-1                  # or class-id: UUID
/// device-id: UUID                      # of this one device
/// tams:
///   - key: tam.pub.pem
///     uri: http://127.0.0.1:8080/tam
///     components: [TEEP-Device]        # what it may manage; without it, everything
///     key-agreement-key: tam-ka.pub.pem  # evidence and reports are encrypted to it
///     needs-attestation: true          # the TAM has to be attested first
///     number-dialect: legacy           # it uses the numbers of earlier drafts; without it, final
///   - certificate-authority: ca.pub.pem  # in place of key: who certifies the TAM's key
///     certificate-name: tam.teep.example # the DNS name in its certificate
///     uri: http://127.0.0.1:8080/tam
/// signers:
///   - key: signer.pub.pem              # or mac-key: a file of raw bytes, or an authority as above
///     vendor-domain: teep.example      # the one vendor and class it may sign for; without them, any
///     class-name: model-1
///     components: [TEEP-Device]        # what it may sign for; without it, everything
///     rights: [trust-anchors]          # and missing-conditions, implicit-integrity, es256
/// verifiers: [{key: verifier.pub.pem}] # whose attestation results of TAMs count
/// decryption-keys:
///   - key: receiver.pem                # ECDH-ES: a P-256 key
///   - kek: kek.bin                     # A128KW: 16 raw bytes
///     kid: kek-1                       # what recipients name it by
/// attestation:
///   key: attestation.pem
///   certificates: attestation-chain.pem  # of that key; teep-agent alone
///   ueid: 0101…                        # hexadecimal
///   oemid: f1e2d3                      # hexadecimal; or oem-number: a private enterprise number
///   hwmodel: model-1                   # text, or 0x and hexadecimal
///   hwversion: "1.0"
///   firmware: firmware.bin             # whose digest the evidence names; and firmware-uri
/// ```
public struct DeviceDescription: Sendable {
  public let deviceKey: String?
  /// Whether the device makes that key itself.
  public let deviceMakesKey: Bool
  public let otherDeviceKey: String?
  public let deviceClass: DeviceClass?
  /// What no other device is identified by.
  public let deviceIdentifier: UUID?
  public let tams: [Anchor]
  public let signers: [Anchor]
  public let verifiers: [Anchor]
  public let decryptionKeys: [DescribedDecryptionKey]
  public let attestation: DescribedAttestation?
}

extension DeviceDescription: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case deviceKey = "device-key"
    case deviceMakesKey = "device-makes-key"
    case otherDeviceKey = "other-device-key"
    case vendorID = "vendor-id"
    case vendorDomain = "vendor-domain"
    case classID = "class-id"
    case className = "class-name"
    case deviceID = "device-id"
    case tams, signers, verifiers
    case decryptionKeys = "decryption-keys"
    case attestation
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    deviceKey = try container.decodeIfPresent(String.self, forKey: .deviceKey)
    deviceMakesKey = try container.decodeIfPresent(Bool.self, forKey: .deviceMakesKey) ?? false
    guard deviceKey == nil || !deviceMakesKey else {
      throw DecodingError.dataCorruptedError(
        forKey: .deviceMakesKey, in: container, debugDescription: "give it or 'device-key', not both")
    }
    otherDeviceKey = try container.decodeIfPresent(String.self, forKey: .otherDeviceKey)
    deviceClass = try DeviceClass(
      container, vendorID: .vendorID, vendorDomain: .vendorDomain, classID: .classID, className: .className)
    deviceIdentifier = try container.decodeIfPresent(UUID.self, forKey: .deviceID)
    tams = try container.decodeIfPresent([DescribedTAM].self, forKey: .tams)?.map(\.anchor) ?? []
    signers = try container.decodeIfPresent([DescribedSigner].self, forKey: .signers)?.map(\.anchor) ?? []
    verifiers =
      try container.decodeIfPresent([DescribedVerifier].self, forKey: .verifiers)?.map(\.anchor) ?? []
    decryptionKeys =
      try container.decodeIfPresent([DescribedDecryptionKey].self, forKey: .decryptionKeys) ?? []
    attestation = try container.decodeIfPresent(DescribedAttestation.self, forKey: .attestation)
  }
}
