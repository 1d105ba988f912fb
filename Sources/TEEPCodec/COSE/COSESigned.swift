/// A signed message: COSE_Sign1 (tag 18) or COSE_Sign (tag 98), tagged or not (RFC 9052, section 4).
///
/// Untagged, the two differ in the type of their last element, a signature or an array of signatures.
public struct COSESigned: ~Escapable {
  /// Signatures of one COSE_Sign beyond which it is refused.
  public static let maximumSignatures = 4
  /// CBOR tags (RFC 9052, table 1). Computed, as the values of ``COSEAlgorithm`` are.
  public static var sign1Tag: UInt64 { 18 }
  public static var signTag: UInt64 { 98 }

  /// The message that this is a view of.
  public let bytes: Span<UInt8>
  let base: Int
  @usableFromInline var body = COSEHeaders()
  @usableFromInline var payloadRange = ByteRange.absent
  @usableFromInline var signatures = ByteRange.absent
  /// Whether this is a COSE_Sign1.
  public private(set) var isSign1 = false
  /// Number of signatures, from 1 to ``maximumSignatures``.
  public private(set) var signatureCount = 1

  /// Reads the whole of `bytes`; `base` is their offset in the outermost message.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    try read()
  }

  // Members are set through `self` in memory: in an initializer each would be kept in a register of its own.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private mutating func read() throws(DecodeError) {
    var reader = CBORReader(bytes, base: base)
    let tag = try reader.optionalTag(UInt8(Self.sign1Tag), or: UInt8(Self.signTag))
    try reader.array(of: 4)
    try body.readOfAuthentication(&reader)
    if try !reader.optionalNull() { payloadRange = try reader.byteStringRange() }
    isSign1 = try reader.peek() == .byteString
    guard tag == 0 || isSign1 == (tag == UInt8(Self.sign1Tag)) else { throw reader.error(.unexpectedType) }
    if isSign1 {
      signatures = try reader.byteStringRange()
    } else {
      signatureCount = try reader.array(1...Self.maximumSignatures)
      let start = reader.offset
      for _ in 0..<signatureCount { _ = try COSESignature(&reader) }
      signatures = reader.range(since: start)
    }
    try reader.end()
  }

  /// The content of the payload; nil where it is detached.
  public var payload: Span<UInt8>? {
    @_lifetime(copy self) @inlinable @inline(__always) get { bytes.bytes(of: payloadRange) }
  }

  /// Offset of the payload's content in the outermost message.
  public var payloadOffset: Int { base &+ payloadRange.start }

  /// One of the signatures; `index` is less than ``signatureCount``.
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public func signature(at index: Int) throws(DecodeError) -> COSESignature {
    if isSign1 { return COSESignature(headers: body, value: signatures) }
    return try signatureOfSeveral(at: index)
  }

  @usableFromInline
  #if hasFeature(Embedded)
    @inline(__always)
  #else
    @inline(never)
  #endif
  func signatureOfSeveral(at index: Int) throws(DecodeError) -> COSESignature {
    var reader = CBORReader(bytes, base: base)
    reader.advance(signatures.start)
    for _ in 0..<index { try reader.skip() }
    return try COSESignature(&reader)
  }

  /// The bytes of the signature itself.
  @_lifetime(copy self)
  @inlinable
  public func value(of signature: COSESignature) -> Span<UInt8> { bytes.bytes(ofPresent: signature.value) }

  /// The signer's key identifier, where it gives one.
  @_lifetime(copy self)
  @inlinable @inline(__always)
  public func keyIdentifier(of signature: COSESignature) -> Span<UInt8>? {
    bytes.bytes(of: signature.headers.keyIdentifier)
  }

  /// What the signature covers, with the attached payload.
  @_lifetime(copy self)
  public func structure(for signature: COSESignature) -> SignatureStructure {
    structure(for: signature, payload: bytes.bytes(ofPresent: payloadRange))
  }

  /// What the signature covers, with a payload that travels elsewhere.
  @_lifetime(copy self, copy payload)
  @inline(never)
  public func structure(for signature: COSESignature, payload: Span<UInt8>) -> SignatureStructure {
    let protected = bytes.bytes(ofPresent: signature.headers.protected)
    if isSign1 { return SignatureStructure(sign1Protected: protected, payload: payload) }
    return SignatureStructure(
      bodyProtected: bytes.bytes(ofPresent: body.protected), signerProtected: protected, payload: payload)
  }
}

/// One signature of a ``COSESigned``, by where it lies in the message.
public struct COSESignature: Sendable {
  @usableFromInline var headers: COSEHeaders
  @usableFromInline let value: ByteRange

  /// The algorithm that the protected bucket names.
  @inlinable
  public var algorithm: COSEAlgorithm? { headers.algorithm }

  @inlinable
  init(headers: COSEHeaders, value: ByteRange) {
    self.headers = headers
    self.value = value
  }

  /// Reads a COSE_Signature.
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    try reader.array(of: 3)
    headers = COSEHeaders()
    try headers.readOfAuthentication(&reader)
    value = try reader.byteStringRange()
  }
}
