extension CBORWriter {
  /// Writes both buckets of a signature. Its certificates, as its key identifier, are unprotected, since whoever changes them
  /// only makes the signature not count (RFC 9360, section 2).
  ///
  /// - Parameter encodedCertificates: the encoded value of `x5chain`; no bytes where there is none.
  @_lifetime(self: copy self)
  public mutating func coseHeaders(
    _ algorithm: COSEAlgorithm, keyIdentifier: Span<UInt8>?, encodedCertificates: Span<UInt8>
  ) throws(EncodeError) {
    guard encodedCertificates.count > 0 else {
      return try coseHeaders(algorithm, keyIdentifier: keyIdentifier)
    }
    let protected = COSEProtectedBucket(algorithm)
    try byteString(protected.bytes)
    try map(keyIdentifier == nil ? 1 : 2)
    if let keyIdentifier {
      try unsigned(4)
      try byteString(keyIdentifier)
    }
    try unsigned(UInt64(COSEHeaders.Parameter.x5chain))
    try raw(encodedCertificates)
  }
}
