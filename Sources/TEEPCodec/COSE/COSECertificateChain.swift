/// The certificates of `x5chain` (RFC 9360, section 2), raw: that of the signer first, each certified by the next.
public struct COSECertificateChain: ~Escapable {
  /// Certificates beyond which a chain is refused.
  public static let maximumCount = 8

  /// How many there are, from 1 to ``maximumCount``.
  public let count: Int
  private let items: CBORReader

  /// Reads one certificate, or an array of two or more.
  @_lifetime(copy reader)
  init(_ reader: borrowing CBORReader) throws(DecodeError) {
    var item = CBORReader(reader.bytes, base: reader.base)
    count = try item.peek() == .array ? item.array(2...Self.maximumCount) : 1
    items = CBORReader(item.unread, base: item.base &+ item.offset)
    for _ in 0..<count { _ = try item.byteStringRange(1...Int.max) }
    try item.end()
  }

  /// The DER encoding of one of them; `index` is less than ``count``.
  @_lifetime(copy self)
  public func certificate(at index: Int) throws(DecodeError) -> Span<UInt8> {
    var reader = CBORReader(items.bytes, base: items.base)
    for _ in 0..<index { try reader.skip() }
    return try reader.byteString()
  }
}

extension COSESigned {
  /// The certificates that come with a signature; nil where there are none. Nobody has checked them.
  @_lifetime(copy self)
  public func certificateChain(of signature: COSESignature) throws(DecodeError) -> COSECertificateChain? {
    let range = try signature.headers.range(of: COSEHeaders.Parameter.x5chain, in: bytes)
    guard range.isPresent else { return nil }
    return try COSECertificateChain(CBORReader(bytes, base: base).nested(range))
  }
}
