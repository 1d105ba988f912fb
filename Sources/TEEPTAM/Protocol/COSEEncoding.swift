import TEEPCodec
import TEEPHost

/// COSE structures around a TEEP message, with the thumbprint of each signer's key as its `kid`
/// (draft-ietf-teep-protocol-26, section 8.1).
enum COSEEncoding {
  /// A COSE_Sign1.
  static func sign1(_ payload: [UInt8], with key: SigningKey) throws(KeyError) -> [UInt8] {
    let protected = COSEProtectedBucket(key.algorithm)
    let signature = try key.signature(
      of: SignatureStructure(sign1Protected: protected.bytes, payload: payload.span))
    let thumbprint = key.verificationKey.thumbprint
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.coseSign1(
        key.algorithm, keyIdentifier: thumbprint.span, payload: payload.span, signature: signature.span)
    })
  }

  /// A COSE_Sign with a signature of each key.
  static func sign(_ payload: [UInt8], with keys: [SigningKey]) throws(KeyError) -> [UInt8] {
    var signatures: [(key: SigningKey, signature: [UInt8])] = []
    for key in keys {
      let protected = COSEProtectedBucket(key.algorithm)
      let signature = try key.signature(
        of: SignatureStructure(bodyProtected: Span(), signerProtected: protected.bytes, payload: payload.span)
      )
      signatures.append((key, signature))
    }
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.coseSign(payload: payload.span, count: signatures.count) { (writer) throws(EncodeError) in
        for (key, signature) in signatures {
          let thumbprint = key.verificationKey.thumbprint
          try writer.coseSignature(
            key.algorithm, keyIdentifier: thumbprint.span, signature: signature.span)
        }
      }
    })
  }
}
