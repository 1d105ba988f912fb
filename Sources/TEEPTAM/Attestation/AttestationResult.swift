import Foundation
import TEEPCodec
import TEEPHost

/// Checks an attestation result: an EAT that a Verifier has signed (draft-ietf-teep-protocol-26, sections 5 and 7.1.1.1).
struct AttestationResult: Sendable {
  /// The keys of the verifiers that are trusted.
  let verifierKeys: [VerificationKey]
  /// Seconds for which `iat` shows that a result without nonce is fresh; nil where there has to be a nonce.
  let age: TimeInterval?
  let now: Date

  /// `ear.status` of a device that is in order (draft-ietf-rats-ear: affirming).
  private static let affirming: UInt64 = 2

  func appraise(_ result: [UInt8], of device: AttestingDevice) -> Appraisal {
    do throws(DecodeError) { return try appraise(result.span, of: device) } catch {
      return .failed("the attestation result is malformed: \(error)")
    }
  }

  private func appraise(_ bytes: Span<UInt8>, of device: AttestingDevice) throws(DecodeError) -> Appraisal {
    let signed = try COSESigned(decodingCWT: bytes)
    guard let payload = try signed.payload(signedBy: verifierKeys) else {
      return .failed("the attestation result has no valid signature of a trusted verifier")
    }
    let claims = try EATClaims(decoding: payload, base: signed.payloadOffset)
    let missing = claims.missing(freshness: [])
    guard missing.isEmpty else { return .failed("the claims \(missing) are missing") }
    if let problem = claims.bindingProblem(of: device) { return .failed(problem) }
    if let problem = staleness(of: claims, challenge: device.challenge) { return .failed(problem) }
    if var status = claims.reader(of: .status), try status.unsigned() != Self.affirming {
      return .outOfDate("the verifier's status is not affirming")
    }
    return .passed
  }

  /// Why a result is not fresh; nil where it is.
  private func staleness(of claims: borrowing EATClaims, challenge: [UInt8]) -> String? {
    let seconds = Int64(now.timeIntervalSince1970)
    if let expires = claims.expirationTime, expires <= seconds { return "it has expired" }
    if let start = claims.notBefore, start > seconds { return "it is not valid yet" }
    if let nonce = [UInt8](copying: claims.nonce) {
      return nonce == challenge ? nil : "eat_nonce is not the challenge"
    }
    guard let age else { return "it has no nonce" }
    guard let issued = claims.issuedAt else { return "it has neither nonce nor time" }
    return issued <= seconds && Double(seconds - issued) <= age ? nil : "it is too old, or from the future"
  }
}
