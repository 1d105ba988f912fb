/// The bytes that a COSE MAC covers (RFC 9052, section 6.3), as pieces to be computed on one after the other:
/// `["MAC0" or "MAC", protected, external_aad, payload]`.
public struct MACStructure: ~Escapable {
  private let structure: COSEStructure

  /// For COSE_Mac0: the contents of the protected bucket and of the payload, attached or detached.
  @_lifetime(copy protected, copy payload)
  public init(mac0Protected protected: Span<UInt8>, payload: Span<UInt8>) {
    structure = COSEStructure(
      "MAC0", count: 4, bodyProtected: protected, signerProtected: Span(), payload: payload)
  }

  /// For COSE_Mac: the contents of the protected bucket and of the payload, attached or detached.
  @_lifetime(copy protected, copy payload)
  public init(macProtected protected: Span<UInt8>, payload: Span<UInt8>) {
    structure = COSEStructure(
      "MAC", count: 4, bodyProtected: protected, signerProtected: Span(), payload: payload)
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
