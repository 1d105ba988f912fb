/// A message with an authentication code: COSE_Mac0 (tag 17) or COSE_Mac (tag 97), tagged or not (RFC 9052, section 6).
///
/// Untagged, the two differ in the number of their elements: the latter has recipients.
public struct COSEMac: ~Escapable {
  /// CBOR tags (RFC 9052, table 1). Computed, as the values of ``COSEAlgorithm`` are.
  public static var mac0Tag: UInt64 { 17 }
  public static var macTag: UInt64 { 97 }
  /// Bytes of the tag of HMAC 256/256.
  public static let hmac256Count = 32

  /// The message that this is a view of.
  public let bytes: Span<UInt8>
  private let base: Int
  private var headers: COSEHeaders
  private let payloadRange: ByteRange
  private let tagRange: ByteRange
  /// Whether this is a COSE_Mac0.
  public let isMac0: Bool
  /// The algorithm of the tag.
  public let algorithm: COSEAlgorithm
  /// Who can check a COSE_Mac; nobody is named in a COSE_Mac0.
  public let recipients: COSERecipients

  /// Reads the whole of `bytes`; `base` is their offset in the outermost message. An `alg` must be there.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    var reader = CBORReader(bytes, base: base)
    let start: Int
    (start, isMac0) = try reader.openingOfMessage(
      of: 4, tag: Self.mac0Tag, tagWithRecipients: Self.macTag)
    headers = COSEHeaders()
    try headers.readOfAuthentication(&reader)
    guard let algorithm = headers.algorithm else { throw DecodeError(.missingMember, at: base &+ start) }
    self.algorithm = algorithm
    payloadRange = try reader.optionalNull() ? .absent : reader.byteStringRange()
    tagRange = try reader.byteStringRange(
      algorithm == .hmac256 ? Self.hmac256Count...Self.hmac256Count : 0...Int.max)
    recipients = isMac0 ? COSERecipients(noneAt: reader) : try COSERecipients(&reader)
    try reader.end()
  }

  /// The content of the payload; nil where it is detached.
  public var payload: Span<UInt8>? {
    @_lifetime(copy self) get { bytes.bytes(of: payloadRange) }
  }

  /// Offset of the payload's content in the outermost message.
  public var payloadOffset: Int { base &+ payloadRange.start }

  /// The authentication code.
  public var tag: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: tagRange) }
  }

  /// The identifier of the key of the tag, where there is one.
  public var keyIdentifier: Span<UInt8>? {
    @_lifetime(copy self) get { bytes.bytes(of: headers.keyIdentifier) }
  }

  /// What the tag covers, with the attached payload.
  public var structure: MACStructure {
    @_lifetime(copy self) get { structure(payload: bytes.bytes(ofPresent: payloadRange)) }
  }

  /// What the tag covers, with a payload that travels elsewhere.
  @_lifetime(copy self, copy payload)
  public func structure(payload: Span<UInt8>) -> MACStructure {
    let protected = bytes.bytes(ofPresent: headers.protected)
    return isMac0
      ? MACStructure(mac0Protected: protected, payload: payload)
      : MACStructure(macProtected: protected, payload: payload)
  }
}
