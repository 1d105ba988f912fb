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

  /// Reads the next key of a map whose keys are small unsigned integers in deterministic order (RFC 8949, section 4.2.1),
  /// and keeps it in `previous`, which begins below the least key.
  @_lifetime(self: copy self)
  @inline(never)
  mutating func ascendingKey(after previous: inout Int) throws(DecodeError) -> Int {
    let start = offset
    let key = Int(truncatingIfNeeded: try unsigned(upTo: UInt64(UInt16.max)))
    guard key > previous else { throw DecodeError(.unsortedKeys, at: base &+ start) }
    previous = key
    return key
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
