/// Keys of maps whose order is free: each may be there once.
extension CBORReader {
  /// Demands that the encoded key at `key` is none of the first `count` keys of the pairs from `start` on.
  ///
  /// It compares with each earlier key, so the caller bounds the number of pairs.
  @inline(__always)
  func checkKey(_ key: ByteRange, isNotAmongFirst count: Int, of start: Int) throws(DecodeError) {
    if count > 0 { try compareKey(key, withFirst: count, of: start) }
  }

  @inline(never)
  private func compareKey(_ key: ByteRange, withFirst count: Int, of start: Int) throws(DecodeError) {
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

  /// Reads the key of the pair `index` of a map whose pairs begin at `start`, an unsigned integer that is there once.
  ///
  /// `seen` has a bit for each key below 32 that was read; greater ones are compared with all that was read.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func uniqueKey(
    seen: inout UInt32, index: Int, of start: Int
  ) throws(DecodeError) -> UInt64 {
    let keyStart = offset
    let key = try unsigned()
    if key >= 32 {
      try checkKey(range(since: keyStart), isNotAmongFirst: index, of: start)
      return key
    }
    let bit = 1 &<< UInt32(truncatingIfNeeded: key)
    guard seen & bit == 0 else { throw DecodeError(.duplicateKey, at: base &+ keyStart) }
    seen |= bit
    return key
  }

  /// Reads the next key of a map whose keys are small unsigned integers in deterministic order (RFC 8949, section 4.2.1),
  /// and keeps it in `previous`, which begins below the least key.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func ascendingKey(after previous: inout Int) throws(DecodeError) -> Int {
    let start = offset
    let key: Int
    if Self.hasShortPaths, start < bytes.count, bytes[start] < 24 {
      key = Int(bytes[start])
      move(to: start &+ 1)
    } else {
      key = Int(truncatingIfNeeded: try unsigned(upTo: UInt64(UInt16.max)))
    }
    guard key > previous else { throw DecodeError(.unsortedKeys, at: base &+ start) }
    previous = key
    return key
  }

  /// A reader of the value of `key` alone, in the map that is read next and whose keys are unsigned integers; nil where
  /// that has none. What comes behind it is not looked at.
  @_lifetime(copy self)
  @inline(never)
  func value(of key: UInt64) throws(DecodeError) -> CBORReader? {
    var reader = self
    for _ in 0..<(try reader.map()) {
      let found = try reader.unsigned()
      let value = try reader.skip()
      if found == key { return reader.nested(value) }
    }
    return nil
  }

  /// A reader at an element of the array that is read next.
  @_lifetime(copy self)
  @inline(never)
  func element(at index: Int) throws(DecodeError) -> CBORReader {
    var reader = self
    guard index < (try reader.array()) else { throw error(.outOfRange) }
    for _ in 0..<index { try reader.skip() }
    return reader
  }

  /// Reads an integer of either sign that fits 32 bits.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func integer32() throws(DecodeError) -> Int32 {
    if let value = shortInteger() { return value }
    let start = offset
    guard let value = Int32(exactly: try integer()) else { throw DecodeError(.outOfRange, at: base &+ start) }
    return value
  }
}
