import SwiftASN1

/// Files of certificates in PEM (RFC 7468, section 5).
public enum CertificateFile {
  /// Reads all certificates of the file at `path`, in their order; other blocks of PEM are passed over.
  ///
  /// - Parameter parse: makes a certificate of its DER.
  public static func read<Certificate>(
    at path: String, parse: ([UInt8]) throws -> Certificate
  ) throws(FileError) -> [Certificate] {
    let text = try FileContents.readText(path)
    var certificates: [Certificate] = []
    do {
      for block in try PEMDocument.parseMultiple(pemString: text) where block.discriminator == "CERTIFICATE" {
        try certificates.append(parse(block.derBytes))
      }
    } catch {
      throw FileError(path, "its certificate \(certificates.count + 1) is damaged; make or copy it anew")
    }
    return certificates
  }
}
