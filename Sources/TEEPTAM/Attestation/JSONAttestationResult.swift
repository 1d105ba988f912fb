import Crypto
import Foundation
import TEEPCodec
import TEEPHost

/// Checks an attestation result in JSON: an EAR (draft-ietf-rats-ear) as a JWS in compact form (RFC 7515, section 7.1).
struct JSONAttestationResult: Sendable {
  /// The keys of the verifiers that are trusted.
  let verifierKeys: [VerificationKey]
  let now: Date

  private struct Header: Decodable {
    let alg: String
    let crit: [String]?
  }

  private struct Claims: Decodable {
    struct Confirmation: Decodable { let kid: String? }
    struct Submodule: Decodable {
      let status: String?
      enum CodingKeys: String, CodingKey { case status = "ear.status" }
    }

    let nonce: String?
    let confirmation: Confirmation?
    let expires: Int64?
    let notBefore: Int64?
    let submodules: [String: Submodule]?

    enum CodingKeys: String, CodingKey {
      case nonce = "eat_nonce"
      case confirmation = "cnf"
      case expires = "exp"
      case notBefore = "nbf"
      case submodules = "submods"
    }
  }

  func appraise(_ token: String, of device: AttestingDevice) -> Appraisal {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Data(base64URLEncoded: parts[0]),
      let payload = Data(base64URLEncoded: parts[1]), let signature = Data(base64URLEncoded: parts[2]),
      let algorithm = try? JSONDecoder().decode(Header.self, from: header), algorithm.crit == nil
    else { return .failed("the verifier's result is no JWS") }
    let covered = Array(token.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
    guard verifierKeys.contains(where: { $0.isValid(Array(signature), of: covered, algorithm.alg) }) else {
      return .failed("the verifier's result has no valid signature of a trusted verifier")
    }
    guard let claims = try? JSONDecoder().decode(Claims.self, from: payload) else {
      return .failed("the verifier's result has no claims that can be read")
    }
    return appraise(claims, of: device)
  }

  private func appraise(_ claims: Claims, of device: AttestingDevice) -> Appraisal {
    let seconds = Int64(now.timeIntervalSince1970)
    guard claims.expires.map({ $0 > seconds }) ?? true, claims.notBefore.map({ $0 <= seconds }) ?? true
    else { return .failed("the verifier's result is not valid now") }
    guard claims.nonce.flatMap({ Data(base64URLEncoded: $0) }) == Data(device.challenge) else {
      return .failed("eat_nonce of the verifier's result is not the challenge")
    }
    let identifier = claims.confirmation?.kid.flatMap { Data(base64URLEncoded: $0) }
    guard identifier == Data(device.keyIdentifier) else {
      return .failed("cnf of the verifier's result does not name the key that signed the message")
    }
    let submodules = claims.submodules ?? [:]
    guard !submodules.isEmpty, submodules.values.allSatisfy({ $0.status == "affirming" }) else {
      return .outOfDate("the verifier's status is not affirming")
    }
    return .passed
  }
}

extension VerificationKey {
  /// Whether a JWS signature (RFC 7518, section 3.4; RFC 8037, section 3.1; RFC 9864) is valid.
  fileprivate func isValid(_ signature: [UInt8], of message: [UInt8], _ algorithm: String) -> Bool {
    switch type {
    case .p256:
      guard ["ES256", "ESP256"].contains(algorithm),
        let key = try? P256.Signing.PublicKey(rawRepresentation: rawRepresentation),
        let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
      else { return false }
      return key.isValidSignature(parsed, for: message)
    case .ed25519:
      guard ["EdDSA", "Ed25519"].contains(algorithm),
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: rawRepresentation)
      else { return false }
      return key.isValidSignature(signature, for: message)
    }
  }
}
