extension COSESigned {
  /// Reads a signed CWT, whose payload is a claims set, behind the tag 61 of CWT or without it (RFC 8392, section 6).
  @_lifetime(copy bytes)
  public init(decodingCWT bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    // The two bytes of the tag.
    let isTagged = bytes.count > 2 && bytes[0] == 0xD8 && bytes[1] == 61
    let start = isTagged ? 2 : 0
    try self.init(decoding: bytes.extracting(start...), base: base &+ start)
  }
}
