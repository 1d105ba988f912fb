public import TEEPCodec

extension MACStructure {
  /// The HMAC 256/256 of the encoded structure (RFC 9053, section 3.1).
  public func code<HMAC: HMACSHA256Computation>(by _: HMAC.Type, key: Span<UInt8>) -> InlineArray<32, UInt8> {
    var computation = HMAC(key: key)
    forEachPiece { piece in computation.update(piece) }
    var code = InlineArray<32, UInt8>(repeating: 0)
    var bytes = code.mutableSpan
    computation.finish(into: &bytes)
    return code
  }

  /// Whether `tag` is the HMAC 256/256 of the encoded structure; takes the same time wherever they differ.
  public func hasCode<HMAC: HMACSHA256Computation>(
    _ tag: Span<UInt8>, by hmac: HMAC.Type, key: Span<UInt8>
  ) -> Bool {
    let code = code(by: hmac, key: key)
    return code.span.equalsInConstantTime(tag)
  }
}
