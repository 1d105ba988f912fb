public import Foundation

/// Makes a device known to the TAM, which from then on accepts its messages.
public struct EnrollmentRequest: Codable, Equatable, Sendable {
  /// What people call the device; no two devices share a name.
  public var name: String
  /// The key that the device signs TEEP messages with, as SPKI in PEM.
  public var publicKey: String
  /// The key that the device's evidence is signed with, as SPKI in PEM.
  public var attestationKey: String?
  /// The UEID (RFC 9711, section 4.2.1) that the device's evidence has, in hexadecimal.
  public var ueid: String?

  public init(name: String, publicKey: String, attestationKey: String? = nil, ueid: String? = nil) {
    self.name = name
    self.publicKey = publicKey
    self.attestationKey = attestationKey
    self.ueid = ueid
  }
}

/// Makes a device unknown: its messages are dropped from then on.
public struct UnenrollmentRequest: Codable, Equatable, Sendable {
  public var name: String

  public init(name: String) { self.name = name }
}

/// A device, and what the TAM knows that it holds.
public struct DeviceStatus: Codable, Equatable, Sendable {
  public var name: String
  /// RFC 9679 thumbprint of the device's key, in hexadecimal.
  public var keyIdentifier: String
  /// `p256` or `ed25519`.
  public var keyType: String
  public var enrolled: Date
  /// When it last sent a message that was accepted.
  public var lastSeen: Date?
  /// The last Error that it sent, if nothing has succeeded since.
  public var lastFailure: DeviceFailure?
  public var components: [HeldComponent]
  /// What came of its last attestation, where it had one.
  public var attestation: DeviceAttestation?

  public init(
    name: String, keyIdentifier: String, keyType: String, enrolled: Date, lastSeen: Date?,
    lastFailure: DeviceFailure?, components: [HeldComponent], attestation: DeviceAttestation? = nil
  ) {
    self.name = name
    self.keyIdentifier = keyIdentifier
    self.keyType = keyType
    self.enrolled = enrolled
    self.lastSeen = lastSeen
    self.lastFailure = lastFailure
    self.components = components
    self.attestation = attestation
  }
}

/// What came of a device's attestation.
public struct DeviceAttestation: Codable, Equatable, Sendable {
  public var time: Date
  /// Until when the device is trusted, where it passed.
  public var trustedUntil: Date?
  /// Why it failed.
  public var problem: String?

  public init(time: Date, trustedUntil: Date?, problem: String?) {
    self.time = time
    self.trustedUntil = trustedUntil
    self.problem = problem
  }
}

/// A Trusted Component on a device.
public struct HeldComponent: Codable, Equatable, Sendable {
  public var identifier: ComponentIdentifier
  /// SHA-256 of the component, in hexadecimal, where the device gave it.
  public var sha256: String?
  /// Bytes of the component, where the device gave them.
  public var size: UInt64?
  /// The sequence number of the manifest that installed it, where that manifest is known to the TAM.
  public var sequenceNumber: UInt64?

  public init(identifier: ComponentIdentifier, sha256: String?, size: UInt64?, sequenceNumber: UInt64?) {
    self.identifier = identifier
    self.sha256 = sha256
    self.size = size
    self.sequenceNumber = sequenceNumber
  }
}

/// An Error that a device sent (draft-ietf-teep-protocol-26, section 4.6).
public struct DeviceFailure: Codable, Equatable, Sendable {
  /// The error code, such as 11 for ERR_MANIFEST_PROCESSING_FAILED.
  public var code: UInt64
  /// The device's own words.
  public var message: String?
  public var time: Date

  public init(code: UInt64, message: String?, time: Date) {
    self.code = code
    self.message = message
    self.time = time
  }
}
