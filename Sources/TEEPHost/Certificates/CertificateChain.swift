public import Foundation
import TEEPCodec

/// The certificates in a PEM file, each certified by the next, for the `x5chain` beside a signature (RFC 9360, section 2).
public struct CertificateChain: Equatable, Sendable {
  /// From 1 to 8 of them, the signer's own first.
  public let certificates: [Certificate]

  /// Reads the file at `path`, which need not have the certificate of the authority that is trusted.
  public init(at path: String) throws(FileError) {
    let certificates = try CertificateFile.read(at: path, parse: Certificate.init(der:))
    guard 1...COSECertificateChain.maximumCount ~= certificates.count else {
      throw FileError(
        path,
        "holds \(certificates.count) certificates in PEM; give 1 to \(COSECertificateChain.maximumCount), the signer's first"
      )
    }
    for index in certificates.indices.dropFirst()
    where certificates[index - 1].issuer != certificates[index].subject {
      throw FileError(
        path,
        "its certificate \(index) is not issued by the one behind it; put each in front of its issuer's")
    }
    self.certificates = certificates
  }

  /// The key that the first one certifies; nil where it is of a type that TEEP does not sign with.
  public var publicKey: VerificationKey? { certificates[0].publicKey }

  /// Which of the certificates, counted from 1, is not valid at a time; nil where all are.
  public func notValid(at time: Date) -> Int? {
    certificates.firstIndex { !$0.validity.contains(time) }.map { $0 + 1 }
  }

  /// The encoded value of `x5chain`: the certificate, or an array of all.
  public var encoded: [UInt8] {
    [UInt8](encoding: { (writer) throws(EncodeError) in
      if certificates.count > 1 { try writer.array(certificates.count) }
      for certificate in certificates { try writer.byteString(certificate.der.span) }
    })
  }
}
