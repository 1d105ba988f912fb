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
  let keyAgreementKey: Span<UInt8>
  let certifiedName: Span<UInt8>

  /// - Parameters:
  ///   - publicKey: 64 bytes of P-256 (x, y) or 32 of Ed25519.
  ///   - keyIdentifier: the key's thumbprint (RFC 9679), 32 bytes.
  ///   - uri: UTF-8 of a TAM's URI; none for a signer.
  ///   - vendorIdentifier: the only vendor that a signer may sign for, 16 bytes; none for any.
  ///   - classIdentifier: the only class that a signer may sign for, 16 bytes; none for any.
  ///   - encodedIdentifiers: an encoded array of component identifiers; none where everything is permitted.
  ///   - policy: what else the anchor may do, or has to.
  ///   - keyAgreementKey: the key of a TAM to encrypt to, 64 bytes of P-256; none where nothing is encrypted.
  ///   - certifiedName: whom the certificates of a certificate authority have to name, in UTF-8; none of any other anchor.
  @_lifetime(
    copy publicKey, copy keyIdentifier, copy uri, copy vendorIdentifier, copy classIdentifier,
    copy encodedIdentifiers, copy keyAgreementKey, copy certifiedName)
  public init(
    algorithm: COSEAlgorithm, publicKey: Span<UInt8>, keyIdentifier: Span<UInt8>, uri: Span<UInt8>,
    vendorIdentifier: Span<UInt8>, classIdentifier: Span<UInt8>, encodedIdentifiers: Span<UInt8>,
    policy: TrustAnchorPolicy = [], keyAgreementKey: Span<UInt8> = Span(),
    certifiedName: Span<UInt8> = Span()
  ) {
    self.algorithm = algorithm
    self.publicKey = publicKey
    self.keyIdentifier = keyIdentifier
    self.uri = uri
    self.vendorIdentifier = vendorIdentifier
    self.classIdentifier = classIdentifier
    self.encodedIdentifiers = encodedIdentifiers
    self.policy = policy
    self.keyAgreementKey = keyAgreementKey
    self.certifiedName = certifiedName
  }
}
