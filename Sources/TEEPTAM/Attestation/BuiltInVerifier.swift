import TEEPCodec
import TEEPHost

/// Judges EATs that devices sign with the attestation keys that they are registered with, or that an authority vouches for.
public struct BuiltInVerifier: EvidenceVerifier {
  private let references: ReferenceValues
  private let authority: AttestationAuthority?

  /// - Parameter authority: who vouches for the keys of devices that are registered without one; nil for nobody.
  public init(references: ReferenceValues, authority: AttestationAuthority? = nil) {
    self.references = references
    self.authority = authority
  }

  public func appraise(_ evidence: AttestationPayload, of device: AttestingDevice) async throws -> Appraisal {
    do throws(DecodeError) {
      if let key = device.attestationKey {
        return try Self.appraise(evidence.bytes.span, signedBy: key, of: device, references)
      }
      guard let authority else { return .failed("the device is enrolled without an attestation key") }
      guard let certified = try CertifiedEvidence(evidence.bytes) else {
        return .failed("the device is enrolled without an attestation key, and sends no certificates of one")
      }
      switch await authority.judge(certified.certificates, of: certified.ueid, at: device.time) {
      case .certified(let key):
        return try Self.appraise(evidence.bytes.span, signedBy: key, of: device, references)
      case .bad(let problem): return .badCertificate(problem)
      case .expired: return .certificateExpired("a certificate of the attestation key is not valid now")
      }
    } catch { return .failed("the evidence is malformed: \(error)") }
  }

  private static func appraise(
    _ bytes: Span<UInt8>, signedBy key: VerificationKey, of device: AttestingDevice,
    _ references: ReferenceValues
  ) throws(DecodeError) -> Appraisal {
    let signed = try COSESigned(decodingCWT: bytes)
    guard let payload = try signed.payload(signedBy: [key]) else {
      return .failed("the evidence has no valid signature of the device's attestation key")
    }
    let claims = try EATClaims(decoding: payload, base: signed.payloadOffset)
    if let problem = claims.problem(of: device) { return .failed(problem) }
    return references.problem(of: try DeviceState(claims)).map(Appraisal.outOfDate) ?? .passed
  }
}

extension COSESigned {
  /// The payload of a COSE_Sign1 that one of `keys` has signed; nil where none has.
  @_lifetime(copy self)
  func payload(signedBy keys: [VerificationKey]) throws(DecodeError) -> Span<UInt8>? {
    guard isSign1, let payload else { return nil }
    let signature = try signature(at: 0)
    for key in keys where signature.algorithm == key.algorithm {
      // A `kid` that is there names the key by its thumbprint (draft-ietf-teep-protocol-26, section 5).
      if let identifier = keyIdentifier(of: signature), [UInt8](copying: identifier) != key.thumbprint {
        continue
      }
      if key.isValidSignature(value(of: signature), of: structure(for: signature)) { return payload }
    }
    return nil
  }
}

extension EATClaims {
  /// What keeps the claims from being those of the device that sent the message, fresh and whole; nil where nothing does.
  func problem(of device: AttestingDevice) -> String? {
    let missing = missing(freshness: .nonce)
    guard missing.isEmpty else { return "the claims \(missing) are missing" }
    guard [UInt8](copying: nonce) == device.challenge else { return "eat_nonce is not the challenge" }
    return bindingProblem(of: device)
  }

  /// What keeps the claims from being about the device that sent the message (section 7.1.1.1).
  func bindingProblem(of device: AttestingDevice) -> String? {
    guard [UInt8](copying: confirmationKeyIdentifier) == device.keyIdentifier else {
      return "cnf does not name the key that signed the message"
    }
    if let registered = device.ueid, [UInt8](copying: ueid) != registered {
      return "ueid is not the one that the device is enrolled with"
    }
    return nil
  }
}
