// A message is tagged here; `isTagged` says otherwise. Signatures cover ``COSEProtectedBucket`` by ``SignatureStructure``.
extension CBORWriter {
  /// Writes a COSE_Sign1 (RFC 9052, section 4.2).
  ///
  /// - Parameters:
  ///   - encodedCertificates: the encoded value of `x5chain`; no bytes where there is none.
  ///   - payload: nil where it is detached.
  @_lifetime(self: copy self)
  public mutating func coseSign1(
    _ algorithm: COSEAlgorithm, keyIdentifier: Span<UInt8>?, encodedCertificates: Span<UInt8> = Span(),
    payload: Span<UInt8>?, signature: Span<UInt8>, isTagged: Bool = true
  ) throws(EncodeError) {
    if isTagged { try tag(COSESigned.sign1Tag) }
    try array(4)
    try coseHeaders(algorithm, keyIdentifier: keyIdentifier, encodedCertificates: encodedCertificates)
    try coseContent(payload)
    try byteString(signature)
  }

  /// Writes a COSE_Sign (RFC 9052, section 4.1) with empty buckets of the body and `count` signatures, each of which
  /// `signatures` writes by ``coseSignature(_:keyIdentifier:signature:)``.
  ///
  /// - Parameter payload: nil where it is detached.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func coseSign(
    payload: Span<UInt8>?, count: Int, isTagged: Bool = true,
    _ signatures: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    if isTagged { try tag(COSESigned.signTag) }
    try array(4)
    try byteString(Span())
    try map(0)
    try coseContent(payload)
    try array(count)
    try signatures(&self)
  }

  /// Writes one of the signatures of a COSE_Sign, with the encoded `x5chain` of its key where that is given.
  @_lifetime(self: copy self)
  public mutating func coseSignature(
    _ algorithm: COSEAlgorithm, keyIdentifier: Span<UInt8>?, encodedCertificates: Span<UInt8> = Span(),
    signature: Span<UInt8>
  ) throws(EncodeError) {
    try array(3)
    try coseHeaders(algorithm, keyIdentifier: keyIdentifier, encodedCertificates: encodedCertificates)
    try byteString(signature)
  }
}
