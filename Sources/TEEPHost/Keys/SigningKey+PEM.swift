import Crypto
import FoundationEssentials
import SwiftASN1

extension SigningKey {
  /// Reads the PKCS#8 (RFC 5958) or SEC 1 (RFC 5915) private key in the text of a PEM file.
  public init(pem text: String) throws(KeyError) {
    let block = try KeyBlock(pem: text)
    switch block.format {
    case .spki: throw .isPublic
    case .sec1: try self.init(sec1: block.der)
    case .pkcs8:
      let info: PrivateKeyInfo
      do {
        info = try PrivateKeyInfo(derEncoded: block.der)
      } catch {
        throw .malformed("its DER is no PKCS#8 private key")
      }
      switch try info.algorithm.type() {
      case .p256: try self.init(sec1: info.privateKey)
      case .ed25519:
        guard let seed = try? ASN1OctetString(derEncoded: info.privateKey) else {
          throw .malformed("its seed is no octet string")
        }
        try self.init(type: .ed25519, privateRepresentation: Array(seed.bytes))
      }
    }
  }

  private init(sec1 der: [UInt8]) throws(KeyError) {
    guard let key = try? P256.Signing.PrivateKey(derRepresentation: der) else {
      throw .unsupported("an EC private key that is damaged or on another curve than P-256")
    }
    try self.init(type: .p256, privateRepresentation: Array(key.rawRepresentation))
  }

  /// The key as the text of a PKCS#8 PEM file: the secret.
  public func pem() throws(KeyError) -> String {
    do {
      switch type {
      case .p256:
        let key = try P256.Signing.PrivateKey(rawRepresentation: privateRepresentation)
        return KeyBlock(.pkcs8, der: Array(key.derRepresentation)).pem
      case .ed25519:
        var inner = DER.Serializer()
        try inner.serialize(ASN1OctetString(contentBytes: privateRepresentation[...]))
        var outer = DER.Serializer()
        try outer.serialize(PrivateKeyInfo(algorithm: KeyAlgorithm(type), privateKey: inner.serializedBytes))
        return KeyBlock(.pkcs8, der: outer.serializedBytes).pem
      }
    } catch {
      throw .encodingFailed
    }
  }
}
