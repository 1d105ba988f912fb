import SwiftASN1

/// A PKCS#8 private key (RFC 5958, section 2, both versions). Attributes and the public key that may follow are
/// passed over: the public key is computed.
struct PrivateKeyInfo: DERParseable, DERSerializable {
  let algorithm: KeyAlgorithm
  /// The DER of a SEC 1 key (RFC 5915), or that of the octet string of an Ed25519 seed (RFC 8410, section 7).
  let privateKey: [UInt8]

  init(algorithm: KeyAlgorithm, privateKey: [UInt8]) {
    self.algorithm = algorithm
    self.privateKey = privateKey
  }

  init(derEncoded node: ASN1Node) throws {
    self = try DER.sequence(node, identifier: .sequence) { nodes in
      let version = try Int(derEncoded: &nodes)
      guard (0...1).contains(version) else {
        throw ASN1Error.invalidASN1Object(reason: "version \(version)")
      }
      let algorithm = try KeyAlgorithm(derEncoded: &nodes)
      let privateKey = try Array(ASN1OctetString(derEncoded: &nodes).bytes)
      while nodes.next() != nil {}
      return PrivateKeyInfo(algorithm: algorithm, privateKey: privateKey)
    }
  }

  func serialize(into coder: inout DER.Serializer) throws {
    try coder.appendConstructedNode(identifier: .sequence) { coder in
      try coder.serialize(0)
      try coder.serialize(algorithm)
      try coder.serialize(ASN1OctetString(contentBytes: privateKey[...]))
    }
  }
}
