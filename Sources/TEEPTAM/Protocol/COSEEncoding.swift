import TEEPCodec
import TEEPHost

/// Who signs a message: a key, and certificates that vouch for it.
struct MessageSigner: Sendable {
  let key: SigningKey
  /// The encoded value of `x5chain` (RFC 9360, section 2); no bytes where there is none.
  let certificates: [UInt8]
}

/// COSE structures around a TEEP message, with the thumbprint of each signer's key as its `kid`
/// (draft-ietf-teep-protocol-26, section 8.1).
enum COSEEncoding {
  /// A COSE_Sign1.
  static func sign1(_ payload: [UInt8], by signer: MessageSigner) throws(KeyError) -> [UInt8] {
    let algorithm = signer.key.algorithm
    let protected = COSEProtectedBucket(algorithm)
    let signature = try signer.key.signature(
      of: SignatureStructure(sign1Protected: protected.bytes, payload: payload.span))
    let thumbprint = signer.key.verificationKey.thumbprint
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.coseSign1(
        algorithm, keyIdentifier: thumbprint.span, encodedCertificates: signer.certificates.span,
        payload: payload.span, signature: signature.span)
    })
  }

  /// A COSE_Sign with a signature of each signer.
  static func sign(_ payload: [UInt8], by signers: [MessageSigner]) throws(KeyError) -> [UInt8] {
    var signatures: [(signer: MessageSigner, signature: [UInt8])] = []
    for signer in signers {
      let protected = COSEProtectedBucket(signer.key.algorithm)
      let signature = try signer.key.signature(
        of: SignatureStructure(bodyProtected: Span(), signerProtected: protected.bytes, payload: payload.span)
      )
      signatures.append((signer, signature))
    }
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.coseSign(payload: payload.span, count: signatures.count) { (writer) throws(EncodeError) in
        for (signer, signature) in signatures {
          let thumbprint = signer.key.verificationKey.thumbprint
          try writer.coseSignature(
            signer.key.algorithm, keyIdentifier: thumbprint.span,
            encodedCertificates: signer.certificates.span, signature: signature.span)
        }
      }
    })
  }
}
