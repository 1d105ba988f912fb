import TEEPCodec

/// Encryption of evidence and reports to a TAM (draft-ietf-teep-protocol-26, section 8.2), where the device knows the TAM's
/// key agreement key.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Writes what `body` encodes: as a COSE_Encrypt with the ciphertext attached where the TAM has a key for that, and in
  /// the clear otherwise.
  @inline(__always)
  mutating func encrypt(
    for tam: Int, purpose: KeyDerivationContext.Purpose, into cbor: inout CBORWriter,
    _ body: (inout Agent, inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    #if !WITHOUT_RESPONSE_ENCRYPTION
      guard store.trust.hasKeyAgreementKey(tam) else { return try body(&self, &cbor) }
      #if !WITHOUT_AES_GCM
        var key = try ResponseKey(isGCM: agreements.isGCM(tam), &device, into: &cbor)
      #else
        var key = try ResponseKey(isGCM: false, &device, into: &cbor)
      #endif
      try cbor.byteString { (content) throws(EncodeError) in
        let start = content.count
        try body(&self, &content)
        try key.encrypt(last: content.count &- start, in: &content, by: Crypto.self)
      }
      try cbor.array(1)
      try encodeRecipient(of: &key, tam, purpose: purpose, into: &cbor)
      var contentKey = key.content.mutableSpan
      Crypto.wipe(&contentKey)
    #else
      try body(&self, &cbor)
    #endif
  }

  #if !WITHOUT_RESPONSE_ENCRYPTION
    /// Writes the recipient by ECDH-ES with A128KW.
    @inline(never)
    private mutating func encodeRecipient(
      of key: inout ResponseKey, _ tam: Int, purpose: KeyDerivationContext.Purpose,
      into cbor: inout CBORWriter
    ) throws(EncodeError) {
      var keyEncryptionKey = InlineArray<16, UInt8>(repeating: 0)
      var wrapped = InlineArray<24, UInt8>(repeating: 0)
      var ephemeralKey = InlineArray<64, UInt8>(repeating: 0)
      var thumbprint = InlineArray<32, UInt8>(repeating: 0)
      var kek = keyEncryptionKey.mutableSpan
      var point = ephemeralKey.mutableSpan
      guard agree(with: tam, purpose: purpose, ephemeralKey: &point, into: &kek) else { throw .notEncodable }
      var wrappedSpan = wrapped.mutableSpan
      let isWrapped = Crypto.wrap(key.content.span, keyEncryptionKey: kek.span, into: &wrappedSpan)
      Crypto.wipe(&kek)
      guard isWrapped, let agreementKey = store.trust.anchor(.tam, at: tam)?.keyAgreementKey
      else { throw .notEncodable }
      var hash = Crypto.SHA256()
      KeyThumbprintInput(p256X: agreementKey.extracting(first: 32), y: agreementKey.extracting(last: 32))
        .forEachPiece { piece in hash.update(piece) }
      var thumbprintSpan = thumbprint.mutableSpan
      hash.finish(into: &thumbprintSpan)
      let bytes = point.span
      try cbor.coseRecipient(
        ephemeralKey: KeyThumbprintInput(p256X: bytes.extracting(first: 32), y: bytes.extracting(last: 32)),
        keyIdentifier: thumbprintSpan.span, wrappedKey: wrappedSpan.span)
    }

    /// Agrees on a key encryption key with a TAM by a new key of the device's own.
    @inline(never)
    private mutating func agree(
      with tam: Int, purpose: KeyDerivationContext.Purpose, ephemeralKey: inout MutableSpan<UInt8>,
      into keyEncryptionKey: inout MutableSpan<UInt8>
    ) -> Bool {
      var scalar = InlineArray<32, UInt8>(repeating: 0)
      var secret = scalar.mutableSpan
      // Of all numbers of 32 bytes one in four billion is beyond the order of the curve.
      device.fill(&secret)
      guard crypto.publicKey(of: secret.span, into: &ephemeralKey),
        let agreementKey = store.trust.anchor(.tam, at: tam)?.keyAgreementKey
      else { return false }
      var sharedStorage = InlineArray<32, UInt8>(repeating: 0)
      var shared = sharedStorage.mutableSpan
      let isAgreed = crypto.agree(privateKey: secret.span, publicKey: agreementKey, into: &shared)
      Crypto.wipe(&secret)
      guard isAgreed else { return false }
      let bucket = COSEProtectedBucket(.ecdhESA128KW)
      let context = KeyDerivationContext(a128KWProtected: bucket.bytes, purpose: purpose)
      Crypto.deriveKey(from: shared.span, salt: Span(), into: &keyEncryptionKey) { body in
        context.forEachPiece(body)
      }
      Crypto.wipe(&shared)
      return true
    }
  #endif
}

#if !WITHOUT_RESPONSE_ENCRYPTION
  /// A content key that serves once, and its IV.
  struct ResponseKey {
    var content = InlineArray<16, UInt8>(repeating: 0)
    /// All 16 bytes for AES in CTR mode, the first 12 in GCM mode.
    private let initializationVector: InlineArray<16, UInt8>
    private let isGCM: Bool

    /// Makes them, and writes all of a COSE_Encrypt that comes before the ciphertext.
    @inline(never)
    init<Device: AgentDevice>(
      isGCM: Bool, _ device: inout Device, into cbor: inout CBORWriter
    ) throws(EncodeError) {
      self.isGCM = isGCM
      var vector = InlineArray<16, UInt8>(repeating: 0)
      var vectorSpan = vector.mutableSpan
      device.fill(&vectorSpan)
      initializationVector = vector
      var key = content.mutableSpan
      device.fill(&key)
      try cbor.tag(COSEEncrypted.encryptTag)
      try cbor.array(4)
      try cbor.coseHeaders(
        isGCM ? .a128GCM : .a128CTR,
        initializationVector: vector.span.extracting(first: isGCM ? 12 : 16))
    }

    /// Encrypts the content that was written last, and writes the tag behind it where there is one.
    @inline(never)
    func encrypt<Crypto: AgentCrypto & ~Copyable>(
      last count: Int, in cbor: inout CBORWriter, by _: Crypto.Type
    ) throws(EncodeError) {
      #if !WITHOUT_AES_GCM
        if isGCM {
          let vector = initializationVector.span.extracting(first: 12)
          guard var cipher = Crypto.AES128GCM(key: content.span, initializationVector: vector) else {
            throw .notEncodable
          }
          let bucket = COSEProtectedBucket(.a128GCM)
          EncryptionStructure(encryptProtected: bucket.bytes).forEachPiece { piece in
            cipher.authenticate(piece)
          }
          cbor.change(last: count) { bytes in cipher.encrypt(&bytes) }
          var tag = InlineArray<16, UInt8>(repeating: 0)
          var tagSpan = tag.mutableSpan
          cipher.finish(into: &tagSpan)
          return try cbor.raw(tagSpan.span)
        }
      #endif
      guard
        var cipher = Crypto.AES128CTR(key: content.span, initializationVector: initializationVector.span)
      else { throw .notEncodable }
      cbor.change(last: count) { bytes in cipher.decrypt(&bytes) }
      cipher.finish()
    }
  }

  extension Trust {
    /// Whether evidence and reports for a TAM are encrypted.
    @inline(never)
    fileprivate func hasKeyAgreementKey(_ tam: Int) -> Bool {
      anchor(.tam, at: tam)?.keyAgreementKey != nil
    }
  }
#endif
