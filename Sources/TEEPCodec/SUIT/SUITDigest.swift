/// A SUIT_Digest (draft-ietf-suit-manifest-37, section 8.3): an algorithm and the bytes of its digest.
public struct SUITDigest: ~Escapable {
  /// The algorithm; SHA-256 is the one that every implementation has.
  public let algorithm: COSEAlgorithm
  /// The digest.
  public let bytes: Span<UInt8>

  /// Reads the whole of `content`, the encoded array; `base` is its offset in the outermost message.
  @_lifetime(copy content)
  @inline(never)
  public init(decoding content: Span<UInt8>, base: Int) throws(DecodeError) {
    var reader = CBORReader(content, base: base)
    try self.init(&reader)
    try reader.end()
  }

  /// Reads the array that comes next.
  @_lifetime(copy reader)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public init(_ reader: inout CBORReader) throws(DecodeError) {
    try reader.array(of: 2)
    algorithm = COSEAlgorithm(rawValue: try reader.integer32())
    let count = algorithm.digestByteCount
    let range = try reader.byteStringRange(count == 0 ? 0...Int.max : count...count)
    bytes = reader.bytes.extracting(range.start..<range.end)
  }
}

/// The digest algorithms of SUIT (draft-ietf-suit-manifest-37, section 8.3; RFC 9054).
extension COSEAlgorithm {
  /// Bytes of a digest; 0 where this is no digest algorithm of SUIT.
  public var digestByteCount: Int {
    switch rawValue {
    case Self.sha256.rawValue, Self.shake128.rawValue: 32
    case Self.sha384.rawValue: 48
    case Self.sha512.rawValue, Self.shake256.rawValue: 64
    default: 0
    }
  }
}

extension CBORWriter {
  /// Writes a SUIT_Digest.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func suitDigest(
    _ algorithm: COSEAlgorithm, _ digest: Span<UInt8>
  ) throws(EncodeError) {
    try array(2)
    try integer(Int64(algorithm.rawValue))
    try byteString(digest)
  }

  /// Writes a SUIT_Digest of SHA-256.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func suitDigest(sha256: Span<UInt8>) throws(EncodeError) {
    try suitDigest(.sha256, sha256)
  }
}
