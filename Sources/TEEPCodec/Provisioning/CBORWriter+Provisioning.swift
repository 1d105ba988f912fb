/// Whom a device trusts, as it is written into its provisioning.
public struct TrustAnchorDescription: ~Escapable {
  let algorithm: COSEAlgorithm
  let publicKey: Span<UInt8>
  let keyIdentifier: Span<UInt8>
  let uri: Span<UInt8>
  let vendorIdentifier: Span<UInt8>
  let classIdentifier: Span<UInt8>
  let encodedIdentifiers: Span<UInt8>
  let policy: TrustAnchorPolicy

  /// - Parameters:
  ///   - publicKey: 64 bytes of P-256 (x, y) or 32 of Ed25519.
  ///   - keyIdentifier: the key's thumbprint (RFC 9679), 32 bytes.
  ///   - uri: UTF-8 of a TAM's URI; none for a signer.
  ///   - vendorIdentifier: the only vendor that a signer may sign for, 16 bytes; none for any.
  ///   - classIdentifier: the only class that a signer may sign for, 16 bytes; none for any.
  ///   - encodedIdentifiers: an encoded array of component identifiers; none where everything is permitted.
  ///   - policy: what a signer's manifests need not do.
  @_lifetime(
    copy publicKey, copy keyIdentifier, copy uri, copy vendorIdentifier, copy classIdentifier,
    copy encodedIdentifiers)
  public init(
    algorithm: COSEAlgorithm, publicKey: Span<UInt8>, keyIdentifier: Span<UInt8>, uri: Span<UInt8>,
    vendorIdentifier: Span<UInt8>, classIdentifier: Span<UInt8>, encodedIdentifiers: Span<UInt8>,
    policy: TrustAnchorPolicy = []
  ) {
    self.algorithm = algorithm
    self.publicKey = publicKey
    self.keyIdentifier = keyIdentifier
    self.uri = uri
    self.vendorIdentifier = vendorIdentifier
    self.classIdentifier = classIdentifier
    self.encodedIdentifiers = encodedIdentifiers
    self.policy = policy
  }
}

extension CBORWriter {
  /// Writes what precedes the trust anchors of a ``Provisioning``: its version and the device's key.
  ///
  /// - Parameter hasDecryptionKeys: whether ``provisioningDecryptionKeys(count:)`` follows the trailer.
  @_lifetime(self: copy self)
  public mutating func provisioningHeader(
    algorithm: COSEAlgorithm, privateKey: Span<UInt8>, keyIdentifier: Span<UInt8>,
    hasDecryptionKeys: Bool = false
  ) throws(EncodeError) {
    try map(hasDecryptionKeys ? 7 : 6)
    try unsigned(Provisioning.Key.version)
    try unsigned(Provisioning.version)
    try unsigned(Provisioning.Key.deviceKey)
    try map(3)
    try unsigned(1)
    try integer(Int64(algorithm.rawValue))
    try unsigned(2)
    try byteString(privateKey)
    try unsigned(3)
    try byteString(keyIdentifier)
  }

  /// Writes the key of the TAMs and the head of their array; each is a ``trustAnchor(_:)``.
  @_lifetime(self: copy self)
  public mutating func provisioningTAMs(count: Int) throws(EncodeError) {
    try unsigned(Provisioning.Key.tams)
    try array(count)
  }

  /// Writes the key of the signers and the head of their array; each is a ``trustAnchor(_:)``.
  @_lifetime(self: copy self)
  public mutating func provisioningSigners(count: Int) throws(EncodeError) {
    try unsigned(Provisioning.Key.signers)
    try array(count)
  }

  /// Writes one trust anchor.
  @_lifetime(self: copy self)
  public mutating func trustAnchor(_ anchor: borrowing TrustAnchorDescription) throws(EncodeError) {
    let optional =
      (anchor.uri.count > 0 ? 1 : 0) &+ (anchor.vendorIdentifier.count > 0 ? 1 : 0)
      &+ (anchor.classIdentifier.count > 0 ? 1 : 0) &+ (anchor.encodedIdentifiers.count > 0 ? 1 : 0)
      &+ (anchor.policy.isEmpty ? 0 : 1)
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
