// A message is tagged here; `isTagged` says otherwise. Tags cover ``COSEProtectedBucket`` by ``MACStructure``.
extension CBORWriter {
  /// Writes a COSE_Mac0 (RFC 9052, section 6.2).
  ///
  /// - Parameter payload: nil where it is detached.
  @_lifetime(self: copy self)
  public mutating func coseMac0(
    _ algorithm: COSEAlgorithm, keyIdentifier: Span<UInt8>?, payload: Span<UInt8>?, tag code: Span<UInt8>,
    isTagged: Bool = true
  ) throws(EncodeError) {
    if isTagged { try tag(COSEMac.mac0Tag) }
    try array(4)
    try coseHeaders(algorithm, keyIdentifier: keyIdentifier)
    try coseContent(payload)
    try byteString(code)
  }

  /// Writes a COSE_Mac (RFC 9052, section 6.1) with `count` recipients, each of which `recipients` writes.
  ///
  /// - Parameter payload: nil where it is detached.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func coseMac(
    _ algorithm: COSEAlgorithm, payload: Span<UInt8>?, tag code: Span<UInt8>, count: Int,
    isTagged: Bool = true, _ recipients: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    if isTagged { try tag(COSEMac.macTag) }
    try array(5)
    try coseHeaders(algorithm)
    try coseContent(payload)
    try byteString(code)
    try array(count)
    try recipients(&self)
  }
}
