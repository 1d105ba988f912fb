/// An encrypted message: COSE_Encrypt0 (tag 16) or COSE_Encrypt (tag 96), tagged or not (RFC 9052, section 5).
///
/// Untagged, the two differ in the number of their elements: the latter has recipients.
public struct COSEEncrypted: ~Escapable {
  /// CBOR tags (RFC 9052, table 1). Computed, as the values of ``COSEAlgorithm`` are.
  public static var encrypt0Tag: UInt64 { 16 }
  public static var encryptTag: UInt64 { 96 }

  /// The message that this is a view of.
  public let bytes: Span<UInt8>
  private let base: Int
  private var headers: COSEHeaders
  private let initializationVectorRange: ByteRange
  private let ciphertextRange: ByteRange
  /// Whether this is a COSE_Encrypt0.
  public let isEncrypt0: Bool
  /// The algorithm of the content.
  public let algorithm: COSEAlgorithm
  /// Who can decrypt a COSE_Encrypt; nobody is named in a COSE_Encrypt0.
  public let recipients: COSERecipients

  /// Reads the whole of `bytes`; `base` is their offset in the outermost message. An `alg` and an `IV` of the length that
  /// it takes must be there.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    var reader = CBORReader(bytes, base: base)
    let start: Int
    (start, isEncrypt0) = try reader.openingOfMessage(
      of: 3, tag: Self.encrypt0Tag, tagWithRecipients: Self.encryptTag)
    headers = COSEHeaders()
    algorithm = try headers.readOfEncryption(&reader)
    initializationVectorRange = try Self.initializationVector(
      of: headers, for: algorithm, in: reader, messageStart: start)
    ciphertextRange = try reader.optionalNull() ? .absent : reader.byteStringRange()
    recipients = isEncrypt0 ? COSERecipients(noneAt: reader) : try COSERecipients(&reader)
    try reader.end()
  }

  private static func initializationVector(
    of headers: COSEHeaders, for algorithm: COSEAlgorithm, in reader: borrowing CBORReader, messageStart: Int
  ) throws(DecodeError) -> ByteRange {
    let value = try headers.range(of: COSEHeaders.Parameter.initializationVector, in: reader.bytes)
    guard value.isPresent else { throw DecodeError(.missingMember, at: reader.base &+ messageStart) }
    var item = CBORReader(reader.bytes, base: reader.base)
    item.advance(value.start)
    guard let count = algorithm.initializationVectorCount else { return try item.byteStringRange() }
    return try item.byteStringRange(count...count)
  }

  /// The ciphertext, with the tag of an AEAD at its end; nil where it is detached.
  public var ciphertext: Span<UInt8>? {
    @_lifetime(copy self) get { bytes.bytes(of: ciphertextRange) }
  }

  /// The `IV`.
  public var initializationVector: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: initializationVectorRange) }
  }

  /// The identifier of the content key, where there is one.
  public var keyIdentifier: Span<UInt8>? {
    @_lifetime(copy self) get { bytes.bytes(of: headers.keyIdentifier) }
  }

  /// What an AEAD authenticates with the ciphertext; AES-CTR authenticates nothing.
  public var structure: EncryptionStructure {
    @_lifetime(copy self) get {
      let protected = bytes.bytes(ofPresent: headers.protected)
      return isEncrypt0
        ? EncryptionStructure(encrypt0Protected: protected) : EncryptionStructure(encryptProtected: protected)
    }
  }
}
