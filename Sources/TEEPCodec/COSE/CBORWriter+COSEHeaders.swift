extension CBORWriter {
  /// Writes both buckets of a layer: `alg` in the bucket that it demands, the rest unprotected, in the order of the labels.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func coseHeaders(
    _ algorithm: COSEAlgorithm, keyIdentifier: Span<UInt8>? = nil, initializationVector: Span<UInt8>? = nil
  ) throws(EncodeError) {
    try coseHeaders(
      algorithm, keyIdentifier: keyIdentifier, initializationVector: initializationVector, ephemeralKey: nil)
  }

  /// As ``coseHeaders(_:keyIdentifier:initializationVector:)``, with an ephemeral key that is encoded already.
  @_lifetime(self: copy self)
  @inline(never)
  mutating func coseHeaders(
    _ algorithm: COSEAlgorithm, keyIdentifier: Span<UInt8>?, initializationVector: Span<UInt8>?,
    ephemeralKey: KeyThumbprintInput?
  ) throws(EncodeError) {
    let protected = COSEProtectedBucket(algorithm)
    try byteString(protected.bytes)
    let isUnprotected = protected.bytes.count == 0
    var count = isUnprotected ? 1 : 0
    if keyIdentifier != nil { count &+= 1 }
    if initializationVector != nil { count &+= 1 }
    if ephemeralKey != nil { count &+= 1 }
    try map(count)
    if isUnprotected {
      try unsigned(1)
      try integer(Int64(algorithm.rawValue))
    }
    if let keyIdentifier {
      try unsigned(4)
      try byteString(keyIdentifier)
    }
    if let initializationVector {
      try unsigned(5)
      try byteString(initializationVector)
    }
    if let ephemeralKey {
      try integer(-1)
      try coseKey(ephemeralKey)
    }
  }

  /// Writes a COSE_Key with the members that its type requires and no others, as its thumbprint is taken of it.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func coseKey(_ key: borrowing KeyThumbprintInput) throws(EncodeError) {
    try key.forEachPiece { (piece) throws(EncodeError) in try raw(piece) }
  }

  /// Writes a payload or ciphertext, or the null that stands for a detached one.
  @_lifetime(self: copy self)
  @inline(never)
  mutating func coseContent(_ content: Span<UInt8>?) throws(EncodeError) {
    if let content { try byteString(content) } else { try null() }
  }
}
