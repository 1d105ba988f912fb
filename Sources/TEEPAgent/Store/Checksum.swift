/// CRC-32 as in IEEE 802.3, section 3.2.9: reflected, polynomial 0x04C11DB7.
struct Checksum {
  private var state: UInt32 = .max

  /// The checksum of what it was updated with.
  var value: UInt32 { ~state }

  /// The checksum of all of `bytes`.
  @inline(never)
  static func of(_ bytes: Span<UInt8>) -> UInt32 {
    var checksum = Checksum()
    for index in bytes.indices { checksum.update(bytes[index]) }
    return checksum.value
  }

  private mutating func update(_ byte: UInt8) {
    state ^= UInt32(byte)
    state = (state &>> 4) ^ Self.remainders[Int(state & 15)]
    state = (state &>> 4) ^ Self.remainders[Int(state & 15)]
  }

  /// What four bits leave behind.
  private static let remainders: InlineArray<16, UInt32> = [
    0x0000_0000, 0x1DB7_1064, 0x3B6E_20C8, 0x26D9_30AC, 0x76DC_4190, 0x6B6B_51F4, 0x4DB2_6158, 0x5005_713C,
    0xEDB8_8320, 0xF00F_9344, 0xD6D6_A3E8, 0xCB61_B38C, 0x9B64_C2B0, 0x86D3_D2D4, 0xA00A_E278, 0xBDBD_F21C,
  ]
}

extension Span<UInt8> {
  /// The little-endian word at `offset`.
  @inline(never)
  func word(at offset: Int) -> UInt32 {
    UInt32(self[offset]) | UInt32(self[offset &+ 1]) &<< 8 | UInt32(self[offset &+ 2]) &<< 16
      | UInt32(self[offset &+ 3]) &<< 24
  }

  /// Whether each word of `range`, whole words, reads as erased.
  @inline(never)
  func isErased(_ range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      if word(at: offset) != .max { return false }
      offset &+= 4
    }
    return true
  }

  /// Whether both have the same bytes; not for secrets.
  @inline(never)
  func hasSameBytes(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}
