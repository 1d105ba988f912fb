/// One of the device's own keys. A private key of zeros, which is no valid one, is one that the device has to make.
public struct DeviceKey: ~Escapable {
  public let algorithm: COSEAlgorithm
  /// 32 bytes.
  public let privateKey: Span<UInt8>
  /// The thumbprint of its public key.
  public let keyIdentifier: Span<UInt8>

  /// Whether the device has to make the key, for ESP256, before it can sign.
  public var isMissing: Bool {
    // In a time that does not depend on the key.
    var bits: UInt8 = 0
    for index in privateKey.indices { bits |= privateKey[index] }
    return bits == 0 && algorithm == .esp256
  }

  private static let table: InlineArray<6, UInt8> = [1, MemberType.integer, 2, 32, 3, 32]

  @_lifetime(copy reader)
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    let start = reader.offset
    // So many ascending keys are all that there are.
    guard try reader.map() == 3 else { throw DecodeError(.wrongCount, at: reader.base &+ start) }
    var members = InlineArray<3, ByteRange>(repeating: .absent)
    var found = members.mutableSpan
    try reader.members(3, of: Self.table.span, into: &found)
    var number = reader.nested(found[0])
    algorithm = COSEAlgorithm(rawValue: try number.integer32())
    privateKey = reader.bytes.bytes(ofPresent: found[1])
    keyIdentifier = reader.bytes.bytes(ofPresent: found[2])
  }
}
