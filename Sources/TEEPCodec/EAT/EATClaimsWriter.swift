/// Writes a claims set in deterministic encoding: evidence or an attestation result.
///
/// The claims are added in the order of their labels: CWT's, then `eat_nonce`, then those of 256 and more.
public struct EATClaimsWriter: ~Copyable, ~Escapable {
  private var cbor: CBORWriter
  private var count: UInt64 = 0
  private var previous: Int32 = 0

  @_lifetime(copy output)
  public init(_ output: consuming MutableSpan<UInt8>) { cbor = CBORWriter(output) }

  /// Begins a claim; one that is out of order is not encodable.
  @_lifetime(self: copy self)
  @inline(never)
  private mutating func begin(_ claim: EATClaim) throws(EncodeError) {
    guard claim.rawValue > previous else { throw .notEncodable }
    previous = claim.rawValue
    count &+= 1
    try cbor.integer(Int64(claim.rawValue))
  }

  /// Adds an integer, such as `iat`.
  @_lifetime(self: copy self)
  public mutating func integer(_ claim: EATClaim, _ value: Int64) throws(EncodeError) {
    try begin(claim)
    try cbor.integer(value)
  }

  /// Adds a byte string, such as `eat_nonce`, `ueid` and `hwmodel`.
  @_lifetime(self: copy self)
  public mutating func byteString(_ claim: EATClaim, _ content: Span<UInt8>) throws(EncodeError) {
    try begin(claim)
    try cbor.byteString(content)
  }

  /// Adds a text of UTF-8, such as `iss`, `eat_profile` and `swname`.
  @_lifetime(self: copy self)
  public mutating func textString(_ claim: EATClaim, _ content: Span<UInt8>) throws(EncodeError) {
    try begin(claim)
    try cbor.textString(content)
  }

  /// Adds a truth value, such as `oemboot`.
  @_lifetime(self: copy self)
  public mutating func boolean(_ claim: EATClaim, _ value: Bool) throws(EncodeError) {
    try begin(claim)
    try cbor.boolean(value)
  }

  /// Adds `cnf` with the identifier of a key (RFC 8747, section 3.4).
  @_lifetime(self: copy self)
  public mutating func confirmation(keyIdentifier: Span<UInt8>) throws(EncodeError) {
    try begin(.confirmation)
    try cbor.map(1)
    try cbor.unsigned(UInt64(Confirmation.keyIdentifier))
    try cbor.byteString(keyIdentifier)
  }

  /// Adds `oemid`.
  @_lifetime(self: copy self)
  public mutating func oemIdentifier(_ identifier: borrowing OEMIdentifier) throws(EncodeError) {
    try begin(.oemIdentifier)
    switch identifier {
    case .privateEnterpriseNumber(let number): try cbor.unsigned(UInt64(number))
    case .ieee(let bytes), .random(let bytes): try cbor.byteString(bytes)
    }
  }

  /// Adds `hwversion` or `swversion`, without a scheme.
  @_lifetime(self: copy self)
  public mutating func version(_ claim: EATClaim, _ version: Span<UInt8>) throws(EncodeError) {
    try begin(claim)
    try cbor.array(1)
    try cbor.textString(version)
  }

  /// Adds `manifests` with `count` of them, which `manifests` adds by ``CBORWriter/eatManifest(contentFormat:body:)``.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func manifests(
    count: Int, _ manifests: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try begin(.manifests)
    try cbor.array(count)
    try manifests(&cbor)
  }

  /// Adds a claim whose value is encoded already, such as `measres`.
  @_lifetime(self: copy self)
  public mutating func encoded(_ claim: EATClaim, _ value: Span<UInt8>) throws(EncodeError) {
    try begin(claim)
    try cbor.raw(value)
  }

  /// Ends the set; gives the number of its bytes.
  @_lifetime(self: copy self)
  public mutating func finish() throws(EncodeError) -> Int {
    try cbor.insertHead(.map, count, at: 0)
    return cbor.count
  }
}

extension CBORWriter {
  /// Writes one of the manifests of a claims set: a CoAP content format and the encoded body, which RFC 9711, section
  /// 4.2.15, wraps in a byte string.
  @_lifetime(self: copy self)
  public mutating func eatManifest(contentFormat: UInt16, body: Span<UInt8>) throws(EncodeError) {
    try array(2)
    try unsigned(UInt64(contentFormat))
    try byteString(body)
  }
}
