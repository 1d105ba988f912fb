import Crypto
import Foundation
import SwiftASN1
public import TEEPHost
@_spi(FixedExpiryValidationTime) import X509

/// A certificate authority that vouches for the attestation keys of devices.
///
/// A key's certificate names its one device by the URI `urn:dev:ueid:` with the UEID in hexadecimal (RFC 9711, section
/// 4.2.1, and RFC 9039) as a subjectAltName, so that no device of the same authority can speak for another.
public struct AttestationAuthority: Sendable {
  private let roots: [X509.Certificate]

  /// What is to be thought of certificates.
  enum Verdict: Equatable, Sendable {
    /// The key is the device's.
    case certified(VerificationKey)
    case expired
    case bad(String)
  }

  /// Reads the authority's certificates, in PEM.
  public init(at path: String) throws(FileError) {
    roots = try CertificateFile.read(at: path) { try X509.Certificate(derEncoded: $0) }
    guard !roots.isEmpty else { throw FileError(path, "holds no certificate in PEM") }
  }

  /// Judges the certificates of a key, its own first, which is said to be that of the device with this UEID.
  func judge(_ certificates: [[UInt8]], of ueid: [UInt8], at time: Date) async -> Verdict {
    guard let chain = try? certificates.map({ try X509.Certificate(derEncoded: $0) }), let leaf = chain.first
    else { return .bad("a certificate of the attestation key cannot be read") }
    guard let key = VerificationKey(certifiedBy: leaf) else {
      return .bad("the certificate is of a key that signs no evidence")
    }
    guard leaf.isOfDevice(ueid) else { return .bad("the certificate is not of the device with this UEID") }
    if await leads(chain, at: time) { return .certified(key) }
    // If there is a time at which all of them are valid, it begins with the last of them.
    let start = (chain + roots).map(\.notValidBefore).max() ?? time
    guard await leads(chain, at: start) else {
      return .bad("the certificates lead to no authority that is trusted")
    }
    return .expired
  }

  /// Whether they lead to the authority, all valid at that time (RFC 5280, section 6).
  private func leads(_ chain: [X509.Certificate], at time: Date) async -> Bool {
    var verifier = Verifier(rootCertificates: CertificateStore(roots)) {
      RFC5280Policy(fixedExpiryValidationTime: time)
    }
    let result = await verifier.validate(
      leaf: chain[0], intermediates: CertificateStore(chain.dropFirst()))
    if case .validCertificate = result { return true }
    return false
  }
}

extension X509.Certificate {
  /// Whether a name of the subject is that of the device.
  fileprivate func isOfDevice(_ ueid: [UInt8]) -> Bool {
    guard let names = try? extensions.subjectAlternativeNames else { return false }
    let wanted = "urn:dev:ueid:" + ueid.hexadecimalDigits
    return names.contains { name in
      guard case .uniformResourceIdentifier(let uri) = name else { return false }
      return uri.lowercased() == wanted
    }
  }
}

extension VerificationKey {
  /// The key that a certificate is of; nil where it is of a type that TEEP does not sign with.
  fileprivate init?(certifiedBy certificate: X509.Certificate) {
    if let key = P256.Signing.PublicKey(certificate.publicKey) {
      try? self.init(type: .p256, rawRepresentation: Array(key.rawRepresentation))
    } else if let key = Curve25519.Signing.PublicKey(certificate.publicKey) {
      try? self.init(type: .ed25519, rawRepresentation: Array(key.rawRepresentation))
    } else {
      return nil
    }
  }
}
