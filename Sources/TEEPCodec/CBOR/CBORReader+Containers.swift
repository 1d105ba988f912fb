/// Heads of arrays, maps and tags.
extension CBORReader {
  /// Reads the head of an array; gives its number of items, never more than there are bytes left.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func array() throws(DecodeError) -> Int {
    try length(of: .array)
  }

  /// Reads the head of an array that must have `count` items.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func array(of count: Int) throws(DecodeError) {
    let start = offset
    guard try array() == count else { throw DecodeError(.wrongCount, at: base &+ start) }
  }

  /// Reads the head of an array whose number of items is within `limits`: fewer are the wrong count, more too many.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func array(_ limits: ClosedRange<Int>) throws(DecodeError) -> Int {
    let start = offset
    let count = try array()
    guard count >= limits.lowerBound else { throw DecodeError(.wrongCount, at: base &+ start) }
    guard count <= limits.upperBound else { throw DecodeError(.tooMany, at: base &+ start) }
    return count
  }

  /// Reads the head of a map of at most `maximum` pairs; gives their number.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func map(upTo maximum: Int) throws(DecodeError) -> Int {
    let start = offset
    let count = try map()
    guard count <= maximum else { throw DecodeError(.tooMany, at: base &+ start) }
    return count
  }

  /// Reads the head of a map; gives its number of pairs, never more than half the bytes left.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func map() throws(DecodeError) -> Int {
    let count = try length(of: .map)
    guard UInt(bitPattern: count) &* 2 <= UInt(bitPattern: remaining) else { throw error(.truncated) }
    return count
  }

  /// Reads a tag that must be `number`.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func tag(_ number: UInt64) throws(DecodeError) {
    let start = offset
    guard try argument(of: .tag) == number else { throw DecodeError(.unsupported, at: base &+ start) }
  }

  /// Passes the tag `number` over where it is next, and says whether it was.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func optionalTag(_ number: UInt64) throws(DecodeError) -> Bool {
    // Most often a tag of two bytes.
    if Self.hasShortPaths, number >= 24, offset &+ 1 < bytes.count, bytes[offset] == 0xD8,
      UInt64(bytes[offset &+ 1]) == number
    {
      move(to: offset &+ 2)
      return true
    }
    guard try peek() == .tag else { return false }
    try tag(number)
    return true
  }
}
