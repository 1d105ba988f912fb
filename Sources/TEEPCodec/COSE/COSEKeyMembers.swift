/// The members of a COSE_Key, by where they lie in the bytes of the message (RFC 9052, section 7.1; RFC 9053, section 7).
struct COSEKeyMembers: Sendable {
  private(set) var kind = COSEKey.Kind.symmetric
  private(set) var algorithm: COSEAlgorithm?
  private(set) var keyIdentifier = ByteRange.absent
  private(set) var x = ByteRange.absent
  private(set) var y = ByteRange.absent
  private(set) var d = ByteRange.absent
  private(set) var k = ByteRange.absent

  private enum Label {
    static let keyType: Int32 = 1
    static let keyIdentifier: Int32 = 2
    static let algorithm: Int32 = 3
    static let curveOrKey: Int32 = -1
    static let x: Int32 = -2
    static let y: Int32 = -3
    static let d: Int32 = -4
  }

  /// The numbers of IANA "COSE Key Types" and "COSE Elliptic Curves".
  private enum Number {
    static let okp: Int32 = 1
    static let ec2: Int32 = 2
    static let symmetric: Int32 = 4
    static let p256: Int32 = 1
    static let x25519: Int32 = 4
    static let ed25519: Int32 = 6
  }

  /// Reads the map. Refused are a key type or curve that is not known here, members of another type of key, and a point
  /// whose y is only a sign.
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    let start = reader.offset
    let count = try reader.map(upTo: COSEKey.maximumMembers)
    let first = reader.offset
    // Two passes, since what the negative labels mean depends on the type of the key, which may come later.
    let keyType = try Self.keyType(reader, count: count, mapStart: start)
    var curve: Int32?
    for index in 0..<count {
      let keyOffset = reader.offset
      let label = try reader.headerLabel()
      try reader.checkKey(reader.range(since: keyOffset), isNotAmongFirst: index, of: first)
      switch label {
      case Label.keyIdentifier: keyIdentifier = try reader.byteStringRange()
      case Label.algorithm: algorithm = COSEAlgorithm(rawValue: try reader.integer32())
      case Label.curveOrKey:
        if keyType == Number.symmetric {
          k = try reader.byteStringRange(1...Int.max)
        } else {
          curve = try reader.integer32()
        }
      case Label.x where keyType != Number.symmetric: x = try reader.byteStringRange(32...32)
      case Label.y where keyType == Number.ec2:
        if try reader.peek() == .simple { throw reader.error(.compressedPoint) }
        y = try reader.byteStringRange(32...32)
      case Label.d where keyType != Number.symmetric: d = try reader.byteStringRange(32...32)
      case Label.x, Label.y, Label.d: throw DecodeError(.unsupported, at: reader.base &+ keyOffset)
      default: try reader.skip()
      }
    }
    let isWhole: Bool
    switch (keyType, curve) {
    case (Number.symmetric, nil):
      kind = .symmetric
      isWhole = k.isPresent
    case (Number.ec2, Number.p256):
      kind = .p256
      isWhole = x.isPresent && y.isPresent
    case (Number.okp, Number.ed25519):
      kind = .ed25519
      isWhole = x.isPresent
    case (Number.okp, Number.x25519):
      kind = .x25519
      isWhole = x.isPresent
    default: throw DecodeError(curve == nil ? .missingMember : .unsupported, at: reader.base &+ start)
    }
    guard isWhole else { throw DecodeError(.missingMember, at: reader.base &+ start) }
  }

  @inline(never)
  private static func keyType(
    _ map: borrowing CBORReader, count: Int, mapStart: Int
  ) throws(DecodeError) -> Int32 {
    var reader = CBORReader(map.bytes, base: map.base)
    reader.advance(map.offset)
    for _ in 0..<count {
      let label = try reader.headerLabel()
      if label == Label.keyType {
        let start = reader.offset
        let keyType = try reader.integer32()
        guard keyType == Number.okp || keyType == Number.ec2 || keyType == Number.symmetric else {
          throw DecodeError(.unsupported, at: reader.base &+ start)
        }
        return keyType
      }
      try reader.skip()
    }
    throw DecodeError(.missingMember, at: map.base &+ mapStart)
  }
}
