/// Items of one type.
extension CBORReader {
  /// Reads an unsigned integer of at most `maximum`.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func unsigned(upTo maximum: UInt64 = .max) throws(DecodeError) -> UInt64 {
    let start = offset
    let value = try argument(of: .unsigned)
    guard value <= maximum else { throw DecodeError(.outOfRange, at: base &+ start) }
    return value
  }

  /// Reads an unsigned integer; gives where it lies.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func unsignedRange() throws(DecodeError) -> ByteRange {
    let start = offset
    _ = try unsigned()
    return range(since: start)
  }

  /// Reads an integer of either sign that fits 64 bits.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func integer() throws(DecodeError) -> Int64 {
    guard Self.hasShortPaths else { return try anyInteger() }
    if let value = shortInteger() { return Int64(value) }
    let (value, end) = try longInteger()
    move(to: end)
    return value
  }

  /// The next item, which must be an integer of either sign that fits 64 bits, and where it ends.
  @usableFromInline @inline(never)
  func longInteger() throws(DecodeError) -> (value: Int64, end: Int) {
    var reader = self
    return (try reader.anyInteger(), reader.offset)
  }

  /// As ``integer()``, without a short path.
  @_lifetime(self: copy self)
  @usableFromInline @inline(__always)
  mutating func anyInteger() throws(DecodeError) -> Int64 {
    let start = offset
    let isNegative = try peek() == .negative
    let argument = try argument(of: isNegative ? .negative : .unsigned)
    guard argument <= UInt64(Int64.max) else { throw DecodeError(.outOfRange, at: base &+ start) }
    let value = Int64(bitPattern: argument)
    return isNegative ? ~value : value
  }

  /// Reads an integer of one byte; nil, and nothing read, where the next item is another one.
  @_lifetime(self: copy self)
  @inlinable @inline(__always)
  mutating func shortInteger() -> Int32? {
    guard Self.hasShortPaths, offset < bytes.count else { return nil }
    let initial = bytes[offset]
    guard initial & 0xDF < 24 else { return nil }
    move(to: offset &+ 1)
    let value = Int32(truncatingIfNeeded: initial & 0x1F)
    return initial < 0x20 ? value : ~value
  }

  /// Reads a byte string whose length is within `limits`; gives where its content lies.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func byteStringRange(
    _ limits: ClosedRange<Int> = 0...Int.max
  ) throws(DecodeError) -> ByteRange {
    let start = offset
    let range = try string(of: .byteString)
    guard limits.contains(range.count) else { throw DecodeError(.outOfRange, at: base &+ start) }
    return range
  }

  /// Reads a byte string; gives its content.
  @_lifetime(self: copy self)
  @_lifetime(copy self)
  @inlinable
  #if !hasFeature(Embedded)
    @inline(__always)
  #endif
  public mutating func byteString(
    _ limits: ClosedRange<Int> = 0...Int.max
  ) throws(DecodeError) -> Span<UInt8> {
    let range = try byteStringRange(limits)
    return bytes.extracting(range.start..<range.end)
  }

  /// Reads a text string of UTF-8 whose length in bytes is within `limits`; gives where its content lies.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func textStringRange(
    _ limits: ClosedRange<Int> = 0...Int.max
  ) throws(DecodeError) -> ByteRange {
    let start = offset
    let range = try string(of: .textString)
    guard limits.contains(range.count) else { throw DecodeError(.outOfRange, at: base &+ start) }
    try checkUTF8(range)
    return range
  }

  /// Reads a text string; gives its UTF-8.
  @_lifetime(self: copy self)
  @_lifetime(copy self)
  public mutating func textString(
    _ limits: ClosedRange<Int> = 0...Int.max
  ) throws(DecodeError) -> Span<UInt8> {
    let range = try textStringRange(limits)
    return bytes.extracting(range.start..<range.end)
  }

  /// Reads true or false.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func boolean() throws(DecodeError) -> Bool {
    guard offset < bytes.count else { throw error(.truncated) }
    let initial = bytes[offset]
    guard initial == 0xF4 || initial == 0xF5 else { throw error(.unexpectedType) }
    move(to: offset &+ 1)
    return initial == 0xF5
  }

  /// Passes null over where it is next, and says whether it was.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func optionalNull() throws(DecodeError) -> Bool {
    guard offset < bytes.count else { throw error(.truncated) }
    guard bytes[offset] == 0xF6 else { return false }
    move(to: offset &+ 1)
    return true
  }
}
