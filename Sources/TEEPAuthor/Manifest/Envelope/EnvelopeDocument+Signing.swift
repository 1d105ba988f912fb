import Crypto
import TEEPCodec
public import TEEPHost

extension EnvelopeDocument {
  /// Adds a COSE_Sign1 of the manifest's digest (draft-ietf-suit-manifest-37, section 8.3), with the algorithm that
  /// the key serves and the key's thumbprint as `kid`.
  ///
  /// - Parameter certificates: what vouches for the key, of which the first one has to be that of the key.
  public mutating func sign(with key: SigningKey, certificates: CertificateChain? = nil) throws {
    guard certificates == nil || certificates?.publicKey == key.verificationKey else {
      throw ManifestError.foreignCertificates
    }
    guard blocks.count < SUITEnvelope.maximumBlocks else { throw ManifestError.tooManySignatures }
    let protected = COSEProtectedBucket(key.algorithm)
    let digest = encodedDigest
    let signature = try key.signature(
      of: SignatureStructure(sign1Protected: protected.bytes, payload: digest.span))
    let thumbprint = key.verificationKey.thumbprint
    let chain = certificates?.encoded ?? []
    let block = [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.coseSign1(
        key.algorithm, keyIdentifier: thumbprint.span, encodedCertificates: chain.span, payload: nil,
        signature: signature.span)
    })
    guard Self.isSigned(block, digest: digest, by: key.verificationKey) else {
      throw ManifestError.signatureFailed
    }
    blocks.append(block)
  }

  /// Adds a COSE_Mac0 of the manifest's digest, with the key's thumbprint as `kid`.
  public mutating func authenticate(with key: MACKey) throws(ManifestError) {
    guard blocks.count < SUITEnvelope.maximumBlocks else { throw .tooManySignatures }
    let protected = COSEProtectedBucket(.hmac256)
    let digest = encodedDigest
    let code = Array(key.code(of: MACStructure(mac0Protected: protected.bytes, payload: digest.span)))
    let thumbprint = key.thumbprint
    blocks.append(
      [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.coseMac0(.hmac256, keyIdentifier: thumbprint.span, payload: nil, tag: code.span)
      }))
  }

  /// Whether one of the authentication codes is that of `key`.
  public func isAuthenticated(by key: MACKey) -> Bool {
    let digest = encodedDigest
    return blocks.contains { block in
      guard let mac = try? COSEMac(decoding: block.span), mac.isMac0, mac.payload == nil,
        mac.algorithm == .hmac256
      else { return false }
      return key.code(of: mac.structure(payload: digest.span)) == [UInt8](copying: mac.tag)
    }
  }

  /// Whether one of the signatures is a valid one by `key`.
  public func isSigned(by key: VerificationKey) -> Bool {
    let digest = encodedDigest
    return blocks.contains { Self.isSigned($0, digest: digest, by: key) }
  }

  private static func isSigned(_ block: [UInt8], digest: [UInt8], by key: VerificationKey) -> Bool {
    guard let message = try? COSESigned(decoding: block.span), message.payload == nil else { return false }
    for index in 0..<message.signatureCount {
      guard let signature = try? message.signature(at: index), signature.algorithm == key.algorithm else {
        continue
      }
      if key.isValidSignature(
        message.value(of: signature), of: message.structure(for: signature, payload: digest.span))
      {
        return true
      }
    }
    return false
  }
}
