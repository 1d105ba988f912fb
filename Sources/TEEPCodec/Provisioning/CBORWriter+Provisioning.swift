extension CBORWriter {
  /// Writes what precedes the trust anchors of a ``Provisioning``: its version and the device's key.
  ///
  /// - Parameter optionalMemberCount: how many members follow the trailer: decryption keys, attestation, verifiers,
  ///   the other device key and the device's identifier, in this order.
  @_lifetime(self: copy self)
  public mutating func provisioningHeader(
    algorithm: COSEAlgorithm, privateKey: Span<UInt8>, keyIdentifier: Span<UInt8>,
    optionalMemberCount: Int = 0
  ) throws(EncodeError) {
    try map(6 &+ optionalMemberCount)
    try unsigned(Provisioning.Key.version)
    try unsigned(Provisioning.version)
    try unsigned(Provisioning.Key.deviceKey)
    try map(3)
    try signingKey(algorithm, privateKey: privateKey, keyIdentifier: keyIdentifier)
  }

  /// Writes the members of a key that the device signs with.
  @_lifetime(self: copy self)
  private mutating func signingKey(
    _ algorithm: COSEAlgorithm, privateKey: Span<UInt8>, keyIdentifier: Span<UInt8>
  ) throws(EncodeError) {
    try unsigned(1)
    try integer(Int64(algorithm.rawValue))
    try unsigned(2)
    try byteString(privateKey)
    try unsigned(3)
    try byteString(keyIdentifier)
  }

  /// Writes the device's key of the other cipher suite, behind the verifiers.
  @_lifetime(self: copy self)
  public mutating func provisioningOtherDeviceKey(
    algorithm: COSEAlgorithm, privateKey: Span<UInt8>, keyIdentifier: Span<UInt8>
  ) throws(EncodeError) {
    try unsigned(Provisioning.Key.otherDeviceKey)
    try map(3)
    try signingKey(algorithm, privateKey: privateKey, keyIdentifier: keyIdentifier)
  }

  /// Writes the device's own identifier, 16 bytes, behind everything else.
  @_lifetime(self: copy self)
  public mutating func provisioningDeviceIdentifier(_ identifier: Span<UInt8>) throws(EncodeError) {
    try unsigned(Provisioning.Key.deviceIdentifier)
    try byteString(identifier)
  }

  /// Writes what evidence is made from, behind the decryption keys.
  ///
  /// - Parameters:
  ///   - privateKey: the attestation key, 32 bytes; another one than the device's key.
  ///   - keyIdentifier: its thumbprint (RFC 9679), 32 bytes.
  ///   - ueid: 7 to 33 bytes, the first of which says what they are (RFC 9711, section 4.2.1).
  ///   - encodedOEMIdentifier: an encoded `oemid`: an unsigned integer, or a byte string of 3 or 16 bytes.
  ///   - hardwareModel: 1 to 32 bytes.
  ///   - hardwareVersion: UTF-8, 1 to 64 bytes.
  ///   - encodedReference: the encoded SUIT_Reference `[uri, digest]` of the agent itself.
  ///   - encodedCertificates: the encoded value of `x5chain` that goes with the key; no bytes where nobody vouches for it.
  @_lifetime(self: copy self)
  public mutating func provisioningAttestation(
    algorithm: COSEAlgorithm, privateKey: Span<UInt8>, keyIdentifier: Span<UInt8>, ueid: Span<UInt8>,
    encodedOEMIdentifier: Span<UInt8>, hardwareModel: Span<UInt8>, hardwareVersion: Span<UInt8>,
    encodedReference: Span<UInt8>, encodedCertificates: Span<UInt8> = Span()
  ) throws(EncodeError) {
    try unsigned(Provisioning.Key.attestation)
    try map(encodedCertificates.count > 0 ? 9 : 8)
    try signingKey(algorithm, privateKey: privateKey, keyIdentifier: keyIdentifier)
    try unsigned(4)
    try byteString(ueid)
    try unsigned(5)
    try raw(encodedOEMIdentifier)
    try unsigned(6)
    try byteString(hardwareModel)
    try unsigned(7)
    try textString(hardwareVersion)
    try unsigned(8)
    try raw(encodedReference)
    guard encodedCertificates.count > 0 else { return }
    try unsigned(9)
    try raw(encodedCertificates)
  }

  /// Writes the key of the verifiers of TAMs and the head of their array, behind the attestation; each is a
  /// ``trustAnchor(_:)``.
  @_lifetime(self: copy self)
  public mutating func provisioningVerifiers(count: Int) throws(EncodeError) {
    try unsigned(UInt64(TrustAnchorKind.verifier.rawValue))
    try array(count)
  }

  /// Writes the key of the TAMs and the head of their array; each is a ``trustAnchor(_:)``.
  @_lifetime(self: copy self)
  public mutating func provisioningTAMs(count: Int) throws(EncodeError) {
    try unsigned(UInt64(TrustAnchorKind.tam.rawValue))
    try array(count)
  }

  /// Writes the key of the signers and the head of their array; each is a ``trustAnchor(_:)``.
  @_lifetime(self: copy self)
  public mutating func provisioningSigners(count: Int) throws(EncodeError) {
    try unsigned(UInt64(TrustAnchorKind.signer.rawValue))
    try array(count)
  }

  /// Writes one trust anchor.
  @_lifetime(self: copy self)
  public mutating func trustAnchor(_ anchor: borrowing TrustAnchorDescription) throws(EncodeError) {
    let optional =
      (anchor.uri.count > 0 ? 1 : 0) &+ (anchor.vendorIdentifier.count > 0 ? 1 : 0)
      &+ (anchor.classIdentifier.count > 0 ? 1 : 0) &+ (anchor.encodedIdentifiers.count > 0 ? 1 : 0)
      &+ (anchor.policy.isEmpty ? 0 : 1) &+ (anchor.keyAgreementKey.count > 0 ? 1 : 0)
      &+ (anchor.certifiedName.count > 0 ? 1 : 0)
    try map(3 &+ optional)
    try unsigned(1)
    try integer(Int64(anchor.algorithm.rawValue))
    try unsigned(2)
    try byteString(anchor.publicKey)
    try unsigned(3)
    try byteString(anchor.keyIdentifier)
    if anchor.uri.count > 0 {
      try unsigned(4)
      try textString(anchor.uri)
    }
    if anchor.vendorIdentifier.count > 0 {
      try unsigned(5)
      try byteString(anchor.vendorIdentifier)
    }
    if anchor.classIdentifier.count > 0 {
      try unsigned(6)
      try byteString(anchor.classIdentifier)
    }
    if anchor.encodedIdentifiers.count > 0 {
      try unsigned(7)
      try raw(anchor.encodedIdentifiers)
    }
    if !anchor.policy.isEmpty {
      try unsigned(8)
      try unsigned(UInt64(anchor.policy.rawValue))
    }
    if anchor.keyAgreementKey.count > 0 {
      try unsigned(9)
      try byteString(anchor.keyAgreementKey)
    }
    if anchor.certifiedName.count > 0 {
      try unsigned(10)
      try textString(anchor.certifiedName)
    }
  }

  /// Writes the key of the decryption keys and the head of their array, behind the trailer; each is a
  /// ``decryptionKey(_:_:keyIdentifier:)``.
  @_lifetime(self: copy self)
  public mutating func provisioningDecryptionKeys(count: Int) throws(EncodeError) {
    try unsigned(Provisioning.Key.decryptionKeys)
    try array(count)
  }

  /// Writes one decryption key; no bytes of a key identifier where recipients name none.
  @_lifetime(self: copy self)
  public mutating func decryptionKey(
    _ algorithm: COSEAlgorithm, _ key: Span<UInt8>, keyIdentifier: Span<UInt8>
  ) throws(EncodeError) {
    try map(keyIdentifier.count > 0 ? 3 : 2)
    try unsigned(1)
    try integer(Int64(algorithm.rawValue))
    try unsigned(2)
    try byteString(key)
    if keyIdentifier.count > 0 {
      try unsigned(3)
      try byteString(keyIdentifier)
    }
  }

  /// Writes what follows the trust anchors: the device's vendor and class, 16 bytes each.
  @_lifetime(self: copy self)
  public mutating func provisioningTrailer(
    vendorIdentifier: Span<UInt8>, classIdentifier: Span<UInt8>
  ) throws(EncodeError) {
    try unsigned(Provisioning.Key.vendorIdentifier)
    try byteString(vendorIdentifier)
    try unsigned(Provisioning.Key.classIdentifier)
    try byteString(classIdentifier)
  }
}
