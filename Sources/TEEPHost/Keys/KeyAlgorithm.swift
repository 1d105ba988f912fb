import SwiftASN1

/// The AlgorithmIdentifier of a key (RFC 5480, section 2.1.1; RFC 8410, section 3).
struct KeyAlgorithm: DERParseable {
  private static let ed25519: ASN1ObjectIdentifier = [1, 3, 101, 112]

  let identifier: ASN1ObjectIdentifier
  /// The curve of an EC key.
  let parameters: ASN1Any?

  init(derEncoded node: ASN1Node) throws {
    self = try DER.sequence(node, identifier: .sequence) { nodes in
      let identifier = try ASN1ObjectIdentifier(derEncoded: &nodes)
      return KeyAlgorithm(identifier: identifier, parameters: nodes.next().map { ASN1Any(derEncoded: $0) })
    }
  }

  init(_ type: KeyType) throws {
    switch type {
    case .p256:
      identifier = .AlgorithmIdentifier.idEcPublicKey
      parameters = try ASN1Any(erasing: ASN1ObjectIdentifier.NamedCurves.secp256r1)
    case .ed25519:
      identifier = Self.ed25519
      parameters = nil
    }
  }

  private init(identifier: ASN1ObjectIdentifier, parameters: ASN1Any?) {
    self.identifier = identifier
    self.parameters = parameters
  }

  /// The type of key, where a cipher suite has it.
  func type() throws(KeyError) -> KeyType {
    if identifier == Self.ed25519, parameters == nil { return .ed25519 }
    guard identifier == .AlgorithmIdentifier.idEcPublicKey, let parameters else {
      throw .unsupported("a key of the algorithm \(identifier)")
    }
    guard let curve = try? ASN1ObjectIdentifier(asn1Any: parameters) else {
      throw .unsupported("an elliptic curve key that does not name its curve")
    }
    guard curve == .NamedCurves.secp256r1 else { throw .unsupported("a key on the curve \(curve)") }
    return .p256
  }
}

extension KeyAlgorithm: DERSerializable {
  func serialize(into coder: inout DER.Serializer) throws {
    try coder.appendConstructedNode(identifier: .sequence) { coder in
      try coder.serialize(identifier)
      if let parameters { try coder.serialize(parameters) }
    }
  }
}
