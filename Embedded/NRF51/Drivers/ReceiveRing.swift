/// Bytes that have arrived and were not taken yet. What does not fit is dropped and counted.
struct ReceiveRing: ~Copyable {
  private var bytes = InlineArray<256, UInt8>(repeating: 0)
  /// Counts of bytes taken and put in, modulo 2^32; their difference is at most 256.
  private var taken: UInt32 = 0
  private var put: UInt32 = 0
  private(set) var dropped: UInt32 = 0

  init() {}

  mutating func append(_ byte: UInt8) {
    guard put &- taken < 256 else {
      dropped &+= 1
      return
    }
    bytes[Int(put & 255)] = byte
    put &+= 1
  }

  mutating func next() -> UInt8? {
    guard put != taken else { return nil }
    let byte = bytes[Int(taken & 255)]
    taken &+= 1
    return byte
  }
}
