import TEEPCodec
import TEEPHost

/// COSE structures around a TEEP message, with the thumbprint of each signer's key as its `kid`
/// (draft-ietf-teep-protocol-26, section 8.1).
enum COSEEncoding {
  /// `kid` (RFC 9052, table 3).
  static let keyIdentifierLabel: UInt64 = 4

  /// A COSE_Sign1.
  static func sign1(_ payload: [UInt8], with key: SigningKey) throws(KeyError) -> [UInt8] {
    let protected = [UInt8](copying: COSESign1Frame(key.algorithm).protected)
    let signature = try key.signature(
      of: SignatureStructure(sign1Protected: protected.span, payload: payload.span))
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.tag(COSESigned.sign1Tag)
      try writer.array(4)
      try writer.headers(protected, key)
      try writer.byteString(payload.span)
      try writer.byteString(signature.span)
    })
  }

  /// A COSE_Sign with a signature of each key.
  static func sign(_ payload: [UInt8], with keys: [SigningKey]) throws(KeyError) -> [UInt8] {
    var signed: [(protected: [UInt8], key: SigningKey, signature: [UInt8])] = []
    for key in keys {
      let protected = [UInt8](copying: COSESign1Frame(key.algorithm).protected)
      let signature = try key.signature(
        of: SignatureStructure(bodyProtected: Span(), signerProtected: protected.span, payload: payload.span))
      signed.append((protected, key, signature))
    }
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.tag(COSESigned.signTag)
      try writer.array(4)
      try writer.byteString(Span())
      try writer.map(0)
      try writer.byteString(payload.span)
      try writer.array(signed.count)
      for (protected, key, signature) in signed {
        try writer.array(3)
        try writer.headers(protected, key)
        try writer.byteString(signature.span)
      }
    })
  }
}

extension CBORWriter {
  /// The protected bucket, and the unprotected one `{4: kid}`.
  fileprivate mutating func headers(_ protected: [UInt8], _ key: SigningKey) throws(EncodeError) {
    try byteString(protected.span)
    try map(1)
    try unsigned(COSEEncoding.keyIdentifierLabel)
    try byteString(key.verificationKey.thumbprint.span)
  }
}
