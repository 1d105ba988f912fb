/// Strings of either kind.
extension CBORReader {
  /// Reads a string of `major`; gives where its content lies.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func string(of major: MajorType) throws(DecodeError) -> ByteRange {
    guard Self.hasShortPaths else { return content(try length(of: major)) }
    if let content = shortString(of: major) { return content }
    let range = try longString(of: major)
    move(to: range.end)
    return range
  }

  /// Reads a string of `major` with a head of one or two bytes; nil, and nothing read, where the next item is another one.
  @_lifetime(self: copy self)
  @inlinable @inline(__always)
  mutating func shortString(of major: MajorType) -> ByteRange? {
    guard offset &+ 1 < bytes.count else { return nil }
    let length = bytes[offset] &- major.rawValue &<< 5
    let next = bytes[offset &+ 1]
    let count = Int(length == 24 ? next : length)
    let start = offset &+ (length == 24 ? 2 : 1)
    guard length < 24 || length == 24 && next >= 24, count <= bytes.count &- start else { return nil }
    move(to: start &+ count)
    return ByteRange(start: start, count: count)
  }

  /// Where the content of the next item lies, which must be a string of `major`.
  @usableFromInline @inline(never)
  func longString(of major: MajorType) throws(DecodeError) -> ByteRange {
    if offset < bytes.count, bytes[offset] &>> 5 == major.rawValue,
      let (count, start) = shortArgument(bytes[offset] & 31), count <= bytes.count &- start
    {
      return ByteRange(start: start, count: count)
    }
    return try anyString(of: major)
  }

  /// As ``longString(of:)``, without a short path, so that this one saves no registers.
  @inline(never)
  private func anyString(of major: MajorType) throws(DecodeError) -> ByteRange {
    var reader = self
    return reader.content(try reader.length(of: major))
  }

  /// Passes over the content of a string whose head has been read.
  @_lifetime(self: copy self)
  @inlinable @inline(__always)
  mutating func content(_ count: Int) -> ByteRange {
    let range = ByteRange(start: offset, count: count)
    move(to: range.end)
    return range
  }
}
