public import Foundation
public import TEEPHost

/// How devices attest themselves to a TAM, and the TAM to devices.
public struct Attestation: Sendable {
  /// Who judges evidence; nil where only attestation results are taken.
  public var verifier: (any EvidenceVerifier)?
  /// The keys of the verifiers whose attestation results are taken.
  public var verifierKeys: [VerificationKey] = []
  /// Seconds for which a result may be presented without a nonce, by its `iat`; nil where a nonce is demanded.
  public var resultAge: TimeInterval?
  /// Seconds for which a device need not attest itself again within its sessions.
  public var validity: TimeInterval = 24 * 3600
  /// What attests the TAM to a device that asks for it.
  public var ownEvidence: OwnEvidence?

  public init() {}

  /// Whether devices have to attest themselves.
  public var isRequired: Bool { verifier != nil || !verifierKeys.isEmpty }

  /// What a QueryRequest offers; none where devices need not attest themselves.
  var freshness: [FreshnessMechanism] {
    guard isRequired else { return [] }
    return resultAge == nil ? [.nonce] : [.nonce, .timestamp]
  }
}

/// A Verifier (RFC 9334): judges whether evidence shows a device in a state that can be trusted.
public protocol EvidenceVerifier: Sendable {
  /// Judges evidence that was made for `challenge`.
  func appraise(_ evidence: AttestationPayload, of device: AttestingDevice) async throws -> Appraisal
}

/// Whose evidence is judged.
public struct AttestingDevice: Sendable {
  /// The thumbprint of the key that signed the TEEP message, which the evidence has to name.
  public let keyIdentifier: [UInt8]
  /// What the evidence has to hold as its nonce.
  public let challenge: [UInt8]
  /// The key that the device's evidence is signed with, where one is registered.
  public let attestationKey: VerificationKey?
  /// The UEID that the evidence has to have, where one is registered.
  public let ueid: [UInt8]?
  /// When it is judged.
  public let time: Date
}

/// What is to be thought of a device.
public enum Appraisal: Equatable, Sendable {
  case passed
  /// The evidence is the device's own, and shows a state that is not acceptable: it may be repaired.
  case outOfDate(String)
  /// The evidence proves nothing.
  case failed(String)
  /// The certificates of the key that signed the evidence lead to no authority that is trusted for this device.
  case badCertificate(String)
  /// One of these certificates has expired, or is not valid yet; all else is right.
  case certificateExpired(String)
}

/// Evidence or an attestation result (draft-ietf-teep-protocol-26, section 4.2: attestation-payload).
public struct AttestationPayload: Equatable, Sendable {
  public let bytes: [UInt8]
  /// The media type; nil where it is the EAT profile of TEEP.
  public let format: String?

  public init(bytes: [UInt8], format: String?) {
    self.bytes = bytes
    self.format = format
  }

  /// Whether it is an attestation result: the media type of TEEP's profile (section 7.1.1).
  var isAttestationResult: Bool {
    guard let format else { return true }
    let parts = format.lowercased().split(separator: ";").map { part in
      part.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
    }
    return parts.first == "application/eat+cwt"
      && parts.dropFirst().contains("eat_profile=" + Self.profile.lowercased())
  }

  /// The profile's name: the RFC's number is not assigned yet.
  static let profile = "urn:ietf:rfc:rfcXXXX"
}
