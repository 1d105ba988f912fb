/// The bytes that a COSE signature covers (RFC 9052, section 4.4), as pieces to be hashed one after the other.
///
/// `["Signature1", protected, external_aad, payload]` for COSE_Sign1, and
/// `["Signature", body_protected, sign_protected, external_aad, payload]` for a signer of COSE_Sign.
public struct SignatureStructure: ~Escapable {
  private let structure: COSEStructure

  /// For COSE_Sign1: the contents of the protected bucket and of the payload, attached or detached.
  @_lifetime(copy protected, copy payload)
  public init(sign1Protected protected: Span<UInt8>, payload: Span<UInt8>) {
    structure = COSEStructure(
      "Signature1", count: 4, bodyProtected: protected, signerProtected: Span(), payload: payload)
  }

  /// For one signer of COSE_Sign; an empty protected bucket of the body is the empty byte string.
  @_lifetime(copy bodyProtected, copy signerProtected, copy payload)
  public init(bodyProtected: Span<UInt8>, signerProtected: Span<UInt8>, payload: Span<UInt8>) {
    structure = COSEStructure(
      "Signature", count: 5, bodyProtected: bodyProtected, signerProtected: signerProtected, payload: payload)
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
