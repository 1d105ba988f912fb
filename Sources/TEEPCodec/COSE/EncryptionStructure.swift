/// The additional data that an AEAD authenticates (RFC 9052, section 5.3), as pieces to be computed on one after the other:
/// `["Encrypt0" or "Encrypt", protected, external_aad]`.
public struct EncryptionStructure: ~Escapable {
  private let structure: COSEStructure

  /// For COSE_Encrypt0: the content of the protected bucket.
  @_lifetime(copy protected)
  public init(encrypt0Protected protected: Span<UInt8>) {
    structure = COSEStructure(
      "Encrypt0", count: 3, bodyProtected: protected, signerProtected: Span(), payload: Span())
  }

  /// For COSE_Encrypt: the content of the protected bucket of the body.
  @_lifetime(copy protected)
  public init(encryptProtected protected: Span<UInt8>) {
    structure = COSEStructure(
      "Encrypt", count: 3, bodyProtected: protected, signerProtected: Span(), payload: Span())
  }

  /// Hands over the encoded structure piece by piece, in order.
  ///
  /// - Parameter externalAAD: what both sides know and the message does not say; TEEP and SUIT have nothing of the kind.
  public func forEachPiece<Failure: Error>(
    externalAAD: Span<UInt8> = Span(), _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try structure.forEachPiece(externalAAD: externalAAD, body)
  }
}
