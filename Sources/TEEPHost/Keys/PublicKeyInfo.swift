import SwiftASN1

/// SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).
struct PublicKeyInfo: DERParseable, DERSerializable {
  /// An uncompressed point begins so (SEC 1, section 2.3.3).
  static let uncompressed: UInt8 = 4

  let algorithm: KeyAlgorithm
  /// 04 ‖ x ‖ y of an EC key, the raw key of an Ed25519 key (RFC 8410, section 4).
  let key: [UInt8]

  init(algorithm: KeyAlgorithm, key: [UInt8]) {
    self.algorithm = algorithm
    self.key = key
  }

  init(derEncoded node: ASN1Node) throws {
    self = try DER.sequence(node, identifier: .sequence) { nodes in
      let algorithm = try KeyAlgorithm(derEncoded: &nodes)
      return try PublicKeyInfo(algorithm: algorithm, key: Array(ASN1BitString(derEncoded: &nodes).bytes))
    }
  }

  func serialize(into coder: inout DER.Serializer) throws {
    try coder.appendConstructedNode(identifier: .sequence) { coder in
      try coder.serialize(algorithm)
      try coder.serialize(ASN1BitString(bytes: key[...]))
    }
  }
}
