/// Frames made the textbook way, independently of the module: CRC-32 one bit at a time, COBS from left to right.
struct ReferenceFrame: Equatable {
  var session: UInt32
  var number: UInt16
  var kind: UInt8
  var payload: [UInt8] = []

  /// As it stands on the line.
  var onLine: [UInt8] {
    let body = Self.bigEndian(session, 4) + Self.bigEndian(UInt32(number), 2) + [kind] + payload
    return [0] + Self.cobs(body + Self.bigEndian(Self.crc32(body), 4)) + [0]
  }

  static func bigEndian(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var register: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      register ^= UInt32(byte)
      for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
    }
    return ~register
  }

  static func cobs(_ bytes: [UInt8]) -> [UInt8] {
    bytes.split(separator: 0, omittingEmptySubsequences: false).flatMap { block in
      precondition(block.count < 254)
      return [UInt8(block.count + 1)] + block
    }
  }

  /// The frames in bytes from the line, as far as they are whole.
  static func all(in bytes: [UInt8]) -> [ReferenceFrame] {
    bytes.split(separator: 0).compactMap { encoded in
      var body: [UInt8] = []
      var rest = encoded
      while let code = rest.popFirst() {
        guard rest.count >= code - 1 else { return nil }
        body += rest.prefix(Int(code) - 1) + [0]
        rest = rest.dropFirst(Int(code) - 1)
      }
      body.removeLast()
      guard body.count >= 11, bigEndian(crc32(body.dropLast(4)), 4) == body.suffix(4) else { return nil }
      return ReferenceFrame(
        session: body[0..<4].reduce(0) { $0 << 8 | UInt32($1) },
        number: body[4..<6].reduce(0) { $0 << 8 | UInt16($1) }, kind: body[6],
        payload: Array(body[7..<body.count - 4]))
    }
  }

  private static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 { crc32(Array(bytes)) }
}
