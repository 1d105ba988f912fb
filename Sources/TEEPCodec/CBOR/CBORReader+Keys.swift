/// Keys of maps whose order is free: each may be there once.
extension CBORReader {
  /// Demands that the encoded key at `key` is none of the first `count` keys of the pairs from `start` on.
  ///
  /// It compares with each earlier key, so the caller bounds the number of pairs.
  @inline(never)
  func checkKey(_ key: ByteRange, isNotAmongFirst count: Int, of start: Int) throws(DecodeError) {
    var earlier = CBORReader(bytes, base: base)
    earlier.advance(start)
    let wanted = bytes.extracting(key.start..<key.end)
    for _ in 0..<count {
      let range = try earlier.skip()
      if bytes.extracting(range.start..<range.end).equals(wanted) {
        throw DecodeError(.duplicateKey, at: base &+ key.start)
      }
      try earlier.skip()
    }
  }

  /// Reads an integer of either sign that fits 32 bits.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func integer32() throws(DecodeError) -> Int32 {
    let start = offset
    guard let value = Int32(exactly: try integer()) else { throw DecodeError(.outOfRange, at: base &+ start) }
    return value
  }
}
