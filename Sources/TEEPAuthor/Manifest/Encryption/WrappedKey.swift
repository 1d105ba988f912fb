import Crypto
import TEEPCodec
import TEEPHost

/// A content key wrapped for one recipient (RFC 9053, sections 6.2.1 and 6.4.1).
struct WrappedKey {
  private let wrapped: [UInt8]
  private let keyIdentifier: [UInt8]?
  /// x and y of the ephemeral key of an ECDH-ES.
  private let ephemeralKey: (x: [UInt8], y: [UInt8])?

  init(_ contentKey: SymmetricKey, for recipient: PayloadRecipient) throws {
    switch recipient {
    case .keyEncryptionKey(let key, let identifier):
      wrapped = try Array(AES.KeyWrap.wrap(contentKey, using: SymmetricKey(data: key)))
      keyIdentifier = identifier
      ephemeralKey = nil
    case .agreement(let key):
      let ephemeral = P256.KeyAgreement.PrivateKey()
      let point = Array(ephemeral.publicKey.rawRepresentation)
      let secret = try ephemeral.sharedSecretFromKeyAgreement(
        with: P256.KeyAgreement.PublicKey(rawRepresentation: key.rawRepresentation))
      let wrappingKey = secret.hkdfDerivedSymmetricKey(
        using: SHA256.self, salt: [UInt8](), sharedInfo: Self.keyDerivationContext, outputByteCount: 16)
      wrapped = try Array(AES.KeyWrap.wrap(contentKey, using: wrappingKey))
      keyIdentifier = key.thumbprint
      ephemeralKey = (Array(point.prefix(point.count / 2)), Array(point.suffix(point.count / 2)))
    }
  }

  /// Writes the COSE_recipient.
  func write(to writer: inout CBORWriter) throws(EncodeError) {
    if let ephemeralKey {
      try writer.coseRecipient(
        ephemeralKey: KeyThumbprintInput(p256X: ephemeralKey.x.span, y: ephemeralKey.y.span),
        keyIdentifier: keyIdentifier?.span, wrappedKey: wrapped.span)
    } else {
      try writer.coseRecipient(.a128KW, keyIdentifier: keyIdentifier?.span, wrappedKey: wrapped.span)
    }
  }

  /// The whole COSE_KDF_Context (RFC 9053, section 5.2).
  private static var keyDerivationContext: [UInt8] {
    let bucket = COSEProtectedBucket(.ecdhESA128KW)
    let structure = KeyDerivationContext(a128KWProtected: bucket.bytes, purpose: .suitPayloadEncryption)
    return [UInt8](joining: { structure.forEachPiece($0) })
  }
}
