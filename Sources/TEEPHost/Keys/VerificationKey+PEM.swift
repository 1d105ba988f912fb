import SwiftASN1

extension VerificationKey {
  /// Reads the SPKI public key (RFC 5280, section 4.1.2.7) in the text of a PEM file.
  public init(pem text: String) throws(KeyError) {
    let block = try KeyBlock(pem: text)
    guard block.format == .spki else { throw .isPrivate }
    let info: PublicKeyInfo
    do {
      info = try PublicKeyInfo(derEncoded: block.der)
    } catch {
      throw .malformed("its DER is no SubjectPublicKeyInfo")
    }
    try self.init(info)
  }

  /// The key of a SubjectPublicKeyInfo.
  init(_ info: PublicKeyInfo) throws(KeyError) {
    switch try info.algorithm.type() {
    case .p256:
      guard info.key.first == PublicKeyInfo.uncompressed else {
        throw .unsupported("a P-256 key with a compressed point")
      }
      try self.init(type: .p256, rawRepresentation: Array(info.key.dropFirst()))
    case .ed25519: try self.init(type: .ed25519, rawRepresentation: info.key)
    }
  }

  /// The key as the text of an SPKI PEM file.
  public func pem() throws(KeyError) -> String {
    let point = type == .p256 ? [PublicKeyInfo.uncompressed] + rawRepresentation : rawRepresentation
    var serializer = DER.Serializer()
    do {
      try serializer.serialize(PublicKeyInfo(algorithm: KeyAlgorithm(type), key: point))
    } catch {
      throw .encodingFailed
    }
    return KeyBlock(.spki, der: serializer.serializedBytes).pem
  }
}
