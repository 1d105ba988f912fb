// A message is tagged here; `isTagged` says otherwise. An AEAD covers ``COSEProtectedBucket`` by ``EncryptionStructure``.
extension CBORWriter {
  /// Writes a COSE_Encrypt0 (RFC 9052, section 5.2).
  ///
  /// - Parameter ciphertext: with the tag of an AEAD at its end; nil where it is detached.
  @_lifetime(self: copy self)
  public mutating func coseEncrypt0(
    _ algorithm: COSEAlgorithm, keyIdentifier: Span<UInt8>?, initializationVector: Span<UInt8>,
    ciphertext: Span<UInt8>?, isTagged: Bool = true
  ) throws(EncodeError) {
    if isTagged { try tag(COSEEncrypted.encrypt0Tag) }
    try array(3)
    try coseHeaders(
      algorithm, keyIdentifier: keyIdentifier, initializationVector: initializationVector)
    try coseContent(ciphertext)
  }

  /// Writes a COSE_Encrypt (RFC 9052, section 5.1) with `count` recipients, each of which `recipients` writes.
  ///
  /// - Parameter ciphertext: with the tag of an AEAD at its end; nil where it is detached.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func coseEncrypt(
    _ algorithm: COSEAlgorithm, initializationVector: Span<UInt8>, ciphertext: Span<UInt8>?, count: Int,
    isTagged: Bool = true, _ recipients: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    if isTagged { try tag(COSEEncrypted.encryptTag) }
    try array(4)
    try coseHeaders(algorithm, initializationVector: initializationVector)
    try coseContent(ciphertext)
    try array(count)
    try recipients(&self)
  }

  /// Writes a recipient who has the key encryption key of an AES key wrap (RFC 9053, section 6.2.1).
  @_lifetime(self: copy self)
  public mutating func coseRecipient(
    _ algorithm: COSEAlgorithm, keyIdentifier: Span<UInt8>?, wrappedKey: Span<UInt8>
  ) throws(EncodeError) {
    try array(3)
    try coseHeaders(algorithm, keyIdentifier: keyIdentifier)
    try byteString(wrappedKey)
  }

  /// Writes a recipient by ECDH-ES with A128KW (RFC 9053, section 6.4.1), whose ``KeyDerivationContext`` covers
  /// ``COSEProtectedBucket``.
  @_lifetime(self: copy self)
  public mutating func coseRecipient(
    ephemeralKey: borrowing KeyThumbprintInput, keyIdentifier: Span<UInt8>?, wrappedKey: Span<UInt8>
  ) throws(EncodeError) {
    try array(3)
    try coseHeaders(
      .ecdhESA128KW, keyIdentifier: keyIdentifier, initializationVector: nil, ephemeralKey: copy ephemeralKey)
    try byteString(wrappedKey)
  }
}
