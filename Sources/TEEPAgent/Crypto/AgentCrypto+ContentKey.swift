public import TEEPCodec

extension AgentCrypto where Self: ~Copyable {
  /// Recovers the content key that a recipient carries (RFC 9053, sections 6.2.1 and 6.4.1) and writes it over
  /// `contentKey`, whose length is that of the key: 16 bytes for AES-128.
  ///
  /// - Parameters:
  ///   - key: the recipient's own key: the 16 bytes of the key encryption key for A128KW, the private key on P-256
  ///     for ECDH-ES with A128KW.
  ///   - purpose: what is decrypted, which the derivation of the key depends on.
  /// - Returns: false, with nothing of a key left in `contentKey`, where the algorithm is another one, a key is not
  ///   valid, or the wrapped key is not authentic.
  @inline(never)
  public func contentKey(
    of recipient: borrowing COSERecipient, key: Span<UInt8>, purpose: KeyDerivationContext.Purpose,
    into contentKey: inout MutableSpan<UInt8>
  ) -> Bool {
    switch recipient.algorithm {
    case .a128KW:
      return Self.unwrap(recipient.wrappedKey, keyEncryptionKey: key, into: &contentKey)
    case .ecdhESA128KW:
      var storage = InlineArray<16, UInt8>(repeating: 0)
      var keyEncryptionKey = storage.mutableSpan
      guard agree(privateKey: key, recipient: recipient, purpose: purpose, into: &keyEncryptionKey) else {
        return false
      }
      let isUnwrapped = Self.unwrap(
        recipient.wrappedKey, keyEncryptionKey: keyEncryptionKey.span, into: &contentKey)
      Self.wipe(&keyEncryptionKey)
      return isUnwrapped
    default: return false
    }
  }

  /// The key encryption key that ECDH-ES with the recipient's ephemeral key and HKDF without a salt give.
  private func agree(
    privateKey: Span<UInt8>, recipient: borrowing COSERecipient, purpose: KeyDerivationContext.Purpose,
    into keyEncryptionKey: inout MutableSpan<UInt8>
  ) -> Bool {
    guard let ephemeralKey = recipient.ephemeralKey, ephemeralKey.kind == .p256 else { return false }
    var pointStorage = InlineArray<64, UInt8>(repeating: 0)
    var point = pointStorage.mutableSpan
    let (x, y) = (ephemeralKey.x, ephemeralKey.y)
    for index in x.indices { point[index] = x[index] }
    for index in y.indices { point[32 &+ index] = y[index] }
    var secretStorage = InlineArray<32, UInt8>(repeating: 0)
    var secret = secretStorage.mutableSpan
    guard agree(privateKey: privateKey, publicKey: point.span, into: &secret) else { return false }
    let context = recipient.keyDerivationContext(for: purpose)
    Self.deriveKey(from: secret.span, salt: Span(), into: &keyEncryptionKey) { body in
      context.forEachPiece(body)
    }
    Self.wipe(&secret)
    return true
  }
}
