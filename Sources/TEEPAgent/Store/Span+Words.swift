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
