/// Items that are passed over, whatever is in them.
extension CBORReader {
  /// Passes the next item over, whatever it is, and says where it was.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  @discardableResult
  public mutating func skip() throws(DecodeError) -> ByteRange {
    let start = offset
    if Self.hasShortPaths {
      if !skipShort() { move(to: try endOfItem()) }
    } else if let children = try skipHead() {
      move(to: try endOfItems(children))
    }
    return ByteRange(start: start, count: offset &- start)
  }

  /// Passes the next item over, which must be of `major`, and says where it was.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  @discardableResult
  public mutating func skip(_ major: MajorType) throws(DecodeError) -> ByteRange {
    guard try peek() == major else { throw error(.unexpectedType) }
    return try skip()
  }

  /// Where the next item ends, most often an array or map.
  @usableFromInline @inline(never)
  func endOfItem() throws(DecodeError) -> Int {
    var reader = self
    guard var children = try reader.skipHead() else { return reader.offset }
    // Most arrays and maps hold no others.
    while children > 0, reader.skipShort() { children &-= 1 }
    return children == 0 ? reader.offset : try reader.endOfItems(children)
  }

  /// Where the next `count` items end, the first level within an array, map or tag.
  @usableFromInline @inline(never)
  func endOfItems(_ count: UInt32) throws(DecodeError) -> Int {
    var reader = self
    // How many items each open level around the innermost one still needs.
    var open: InlineArray<12, UInt32> = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    var left = count
    var level = 0
    while true {
      guard left > 0 else {
        if level == 0 { return reader.offset }
        level &-= 1
        left = open[level]
        continue
      }
      left &-= 1
      if reader.skipShort() { continue }
      let itemOffset = reader.offset
      guard let children = try reader.skipHead() else { continue }
      open[level] = left
      level &+= 1
      guard level < Self.maximumNesting else {
        throw DecodeError(.nestedTooDeeply, at: base &+ itemOffset)
      }
      left = children
    }
  }

  /// Passes the next item over where it is an integer or a byte string with a head of up to three bytes, and says whether
  /// it was.
  @_lifetime(self: copy self)
  @inlinable @inline(__always)
  mutating func skipShort() -> Bool {
    guard Self.hasShortPaths, offset < bytes.count else { return false }
    let initial = bytes[offset]
    var end = offset &+ 1
    if initial & 0xDF >= 24 {
      guard initial < 0x60 else { return false }
      var length = Int(initial & 31)
      if length >= 24 {
        guard let argument = shortArgument(initial & 31) else { return false }
        (length, end) = argument
      }
      if initial >= 0x40 { end &+= length }
      guard end <= bytes.count else { return false }
    }
    move(to: end)
    return true
  }

  /// Passes the head of an item over, with the content of a string; gives the number of the items within an array, map
  /// or tag, nil for other items.
  @_lifetime(self: copy self)
  @usableFromInline @inline(__always)
  mutating func skipHead() throws(DecodeError) -> UInt32? {
    guard Self.hasShortPaths else { return try skipAnyHead() }
    if offset < bytes.count {
      let initial = bytes[offset]
      // Short arrays and maps.
      if initial & 0xDF &- 0x80 < 24 {
        let children = Int(initial & 31) &<< Int(initial &>> 5 & 1)
        if children < bytes.count &- offset {
          move(to: offset &+ 1)
          return UInt32(truncatingIfNeeded: children)
        }
      }
    }
    let (children, end) = try endOfHead()
    move(to: end)
    return children
  }

  /// What ``skipAnyHead()`` gives, and where it comes to.
  @inline(never)
  private func endOfHead() throws(DecodeError) -> (children: UInt32?, end: Int) {
    var reader = self
    return (try reader.skipAnyHead(), reader.offset)
  }

  /// As ``skipHead()``, without short paths.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private mutating func skipAnyHead() throws(DecodeError) -> UInt32? {
    guard offset < bytes.count else { throw error(.truncated) }
    let initial = bytes[offset]
    let argument = try argument()
    if initial < 0x40 || initial >= 0xE0 { return nil }
    if initial >= 0xC0 { return 1 }
    let count = try length(argument)
    if initial < 0x80 {
      let range = content(count)
      if initial >= 0x60 { try checkUTF8(range) }
      return nil
    }
    let children = UInt(bitPattern: count) &<< (initial < 0xA0 ? 0 : 1)
    guard children <= UInt(bitPattern: remaining) else { throw error(.truncated) }
    return UInt32(truncatingIfNeeded: children)
  }
}
