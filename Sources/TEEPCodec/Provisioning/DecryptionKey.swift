/// A key that payloads are decrypted with (draft-ietf-suit-firmware-encryption-24).
public struct DecryptionKey: ~Escapable {
  /// How a content key is had with it: A128KW or ECDH-ES+A128KW.
  public let algorithm: COSEAlgorithm
  /// The 16 bytes of a key encryption key, or the 32 of a private key of P-256.
  public let key: Span<UInt8>
  private let identifierRange: ByteRange
  private let bytes: Span<UInt8>

  private static let table: InlineArray<6, UInt8> = [
    1, MemberType.integer | MemberType.required, 2, MemberType.bytes | MemberType.required,
    3, MemberType.bytes,
  ]

  @_lifetime(copy reader)
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    bytes = reader.bytes
    var members = InlineArray<3, ByteRange>(repeating: .absent)
    var found = members.mutableSpan
    let count = try reader.map()
    try reader.members(count, of: Self.table.span, into: &found)
    var number = reader.nested(found[0])
    let keyRange = found[1]
    identifierRange = found[2]
    algorithm = COSEAlgorithm(rawValue: try number.integer32())
    try reader.demand(algorithm == .a128KW ? 16...16 : 32...32, of: keyRange)
    key = reader.bytes.extracting(keyRange.start..<keyRange.end)
  }

  /// What recipients name the key by.
  public var keyIdentifier: Span<UInt8>? { @_lifetime(copy self) get { bytes.bytes(of: identifierRange) } }
}
