/// What Sig_structure, MAC_structure and Enc_structure have in common (RFC 9052, sections 4.4, 5.3 and 6.3): a context, one
/// or two protected buckets, an external_aad and, but for encryption, a payload.
struct COSEStructure: ~Escapable {
  /// The text that says what the structure is for.
  let context: StaticString
  /// Number of elements: 3 without a payload, 4 with one, 5 with a second protected bucket.
  let count: Int32
  let bodyProtected: Span<UInt8>
  let signerProtected: Span<UInt8>
  let payload: Span<UInt8>

  @_lifetime(copy bodyProtected, copy signerProtected, copy payload)
  init(
    _ context: StaticString, count: Int32, bodyProtected: Span<UInt8>, signerProtected: Span<UInt8>,
    payload: Span<UInt8>
  ) {
    self.context = context
    self.count = count
    self.bodyProtected = bodyProtected
    self.signerProtected = signerProtected
    self.payload = payload
  }

  /// Hands over the encoded structure piece by piece, in order.
  @inline(never)
  func forEachPiece<Failure: Error>(
    externalAAD: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try body(CBORHead(.array, UInt64(count)).bytes)
    try string(.textString, context.utf8Span, body)
    try string(.byteString, bodyProtected, body)
    if count == 5 { try string(.byteString, signerProtected, body) }
    try string(.byteString, externalAAD, body)
    if count > 3 { try string(.byteString, payload, body) }
  }
}

/// Hands over a string: its head, and its content where there is one.
@inline(never)
func string<Failure: Error>(
  _ major: MajorType, _ content: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Void
) throws(Failure) {
  let head = CBORHead(major, UInt64(content.count))
  try body(head.bytes)
  if content.count > 0 { try body(content) }
}

extension StaticString {
  /// The bytes of a text in the program.
  var utf8Span: Span<UInt8> {
    @_lifetime(immortal) get {
      // A static string is immutable and lives for ever.
      let bytes = unsafe Span<UInt8>(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
      return unsafe _overrideLifetime(bytes, borrowing: ())
    }
  }
}
