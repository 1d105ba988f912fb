extension Span<UInt8> {
  /// Whether both have the same bytes, in a time that depends on their number alone: for authentication codes.
  @inline(never)
  func equalsInConstantTime(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    var difference: UInt8 = 0
    for index in indices { difference |= self[index] ^ other[index] }
    return difference == 0
  }
}
