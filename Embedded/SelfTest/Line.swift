import NRF51

/// Integers on the serial line, little endian.
enum Line {
  static func word() -> UInt32 {
    var value: UInt32 = 0
    for shift in stride(from: 0 as UInt32, to: 32, by: 8) { value |= UInt32(SerialLine.wait()) &<< shift }
    return value
  }

  static func doubleWord() -> UInt64 {
    let low = word()
    return UInt64(word()) << 32 | UInt64(low)
  }

  static func send(_ value: UInt32) {
    for shift in stride(from: 0 as UInt32, to: 32, by: 8) {
      SerialLine.send(UInt8(truncatingIfNeeded: value &>> shift))
    }
  }

  static func send(_ value: UInt64) {
    send(UInt32(truncatingIfNeeded: value))
    send(UInt32(truncatingIfNeeded: value >> 32))
  }

  /// Sends back each of the next `count` bytes.
  static func echo(_ count: UInt32) {
    for _ in 0..<count { SerialLine.send(SerialLine.wait()) }
  }

  /// Takes nothing from the line until `count` bytes have been dropped.
  static func waitUntilDropped(_ count: UInt32) {
    while SerialLine.droppedCount < count {}
  }
}
