import SwiftASN1

/// The one block of a PEM file that holds a key.
struct KeyBlock {
  enum Format: String {
    /// PKCS#8 (RFC 5958)
    case pkcs8 = "PRIVATE KEY"
    /// SEC 1 (RFC 5915): what `openssl ecparam -genkey` writes
    case sec1 = "EC PRIVATE KEY"
    /// SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7)
    case spki = "PUBLIC KEY"
  }

  let format: Format
  /// The DER inside.
  let der: [UInt8]

  init(_ format: Format, der: [UInt8]) {
    self.format = format
    self.der = der
  }

  /// Passes over blocks that are no key, such as the EC PARAMETERS that `openssl ecparam` writes.
  init(pem text: String) throws(KeyError) {
    let documents: [PEMDocument]
    do {
      documents = try PEMDocument.parseMultiple(pemString: text)
    } catch {
      throw .malformed("its PEM block is not whole")
    }
    let keys = documents.filter { $0.discriminator.hasSuffix("KEY") }
    guard let key = keys.first else { throw .noKey }
    guard keys.count == 1 else { throw .severalKeys }
    if key.discriminator == "ENCRYPTED PRIVATE KEY" { throw .encrypted }
    guard let format = Format(rawValue: key.discriminator) else {
      throw .unsupported("a key of the kind '\(key.discriminator)'")
    }
    self.format = format
    der = key.derBytes
  }

  /// The block as the text of a PEM file.
  var pem: String { PEMDocument(type: format.rawValue, derBytes: der).pemString + "\n" }
}
