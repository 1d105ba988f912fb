/// The bytes that a COSE signature covers (RFC 9052, section 4.4), as pieces to be hashed one after the other.
///
/// `["Signature1", protected, h'', payload]` for COSE_Sign1, and
/// `["Signature", body_protected, sign_protected, h'', payload]` for a signer of COSE_Sign.
public struct SignatureStructure: ~Escapable {
  private let bodyProtected: Span<UInt8>
  private let signerProtected: Span<UInt8>
  private let payload: Span<UInt8>
  private let isSign1: Bool

  /// For COSE_Sign1: the contents of the protected bucket and of the payload, attached or detached.
  @_lifetime(copy protected, copy payload)
  public init(sign1Protected protected: Span<UInt8>, payload: Span<UInt8>) {
    bodyProtected = protected
    signerProtected = Span()
    self.payload = payload
    isSign1 = true
  }

  /// For one signer of COSE_Sign; an empty protected bucket of the body is the empty byte string.
  @_lifetime(copy bodyProtected, copy signerProtected, copy payload)
  public init(bodyProtected: Span<UInt8>, signerProtected: Span<UInt8>, payload: Span<UInt8>) {
    self.bodyProtected = bodyProtected
    self.signerProtected = signerProtected
    self.payload = payload
    isSign1 = false
  }

  /// Hands over the encoded structure piece by piece, in order.
  @inline(never)
  public func forEachPiece<Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    if isSign1 {
      let opening: InlineArray<12, UInt8> = [
        0x84, 0x6A, 0x53, 0x69, 0x67, 0x6E, 0x61, 0x74, 0x75, 0x72, 0x65, 0x31,
      ]
      try body(opening.span)
      try byteString(bodyProtected, body)
    } else {
      let opening: InlineArray<11, UInt8> = [
        0x85, 0x69, 0x53, 0x69, 0x67, 0x6E, 0x61, 0x74, 0x75, 0x72, 0x65,
      ]
      try body(opening.span)
      try byteString(bodyProtected, body)
      try byteString(signerProtected, body)
    }
    try byteString(Span(), body)
    try byteString(payload, body)
  }

  @inline(never)
  private func byteString<Failure: Error>(
    _ bytes: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let head = CBORHead(.byteString, UInt64(bytes.count))
    try body(head.bytes)
    if bytes.count > 0 { try body(bytes) }
  }
}
