/// Heads of items, by the rules that every item has to keep.
extension CBORReader {
  /// Reads the head of the next item: its major type and argument.
  ///
  /// For ``MajorType/simple`` with two bytes or more the argument is that of the following bytes.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public mutating func head() throws(DecodeError) -> (major: MajorType, argument: UInt64) {
    let major = try peek()
    return (major, try argument(of: major))
  }

  /// Reads the head of an item that must be of `major`.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func argument(of major: MajorType) throws(DecodeError) -> UInt64 {
    guard Self.hasShortPaths else {
      guard offset < bytes.count else { throw error(.truncated) }
      guard bytes[offset] &>> 5 == major.rawValue else { throw error(.unexpectedType) }
      return try argument()
    }
    if offset < bytes.count {
      let information = bytes[offset] &- major.rawValue &<< 5
      if information < 24 {
        move(to: offset &+ 1)
        return UInt64(information)
      }
    }
    let (argument, end) = try longArgument(of: major)
    move(to: end)
    return argument
  }

  /// The argument of the next item, which must be of `major`, and where it ends.
  @usableFromInline @inline(never)
  func longArgument(of major: MajorType) throws(DecodeError) -> (argument: UInt64, end: Int) {
    guard offset < bytes.count else { throw error(.truncated) }
    let initial = bytes[offset]
    guard initial &>> 5 == major.rawValue else { throw error(.unexpectedType) }
    if initial < 0xE0, let (argument, end) = shortArgument(initial & 31) { return (UInt64(argument), end) }
    var reader = self
    return (try reader.argument(), reader.offset)
  }

  /// Reads the head of the next item, which is there; gives its argument.
  @_lifetime(self: copy self)
  @usableFromInline
  #if hasFeature(Embedded)
    @inline(__always)
  #else
    @inline(never)
  #endif
  mutating func argument() throws(DecodeError) -> UInt64 {
    let information = bytes[offset] & 31
    if information < 24 {
      move(to: offset &+ 1)
      return UInt64(information)
    }
    // The most frequent of the longer ones; whatever is wrong with it is found below.
    if information == 24, remaining > 1, bytes[offset] < 0xE0, bytes[offset &+ 1] >= 24 {
      move(to: offset &+ 2)
      return UInt64(bytes[offset &- 1])
    }
    let (argument, end) = try longArgumentOfEveryItem()
    move(to: end)
    return argument
  }

  /// The argument that follows the first byte of the next item, and where it ends.
  @inline(never)
  private func longArgumentOfEveryItem() throws(DecodeError) -> (argument: UInt64, end: Int) {
    let (argument, end, _) = try longArgument(keeping: .everyItem)
    return (argument, end)
  }

  /// The argument behind the next byte, which has this additional information, and where it ends; nil where it is not of
  /// one or two bytes or not as short as can be.
  @inlinable @inline(__always)
  func shortArgument(_ information: UInt8) -> (argument: Int, end: Int)? {
    guard Self.hasShortPaths, offset &+ 2 < bytes.count else { return nil }
    let first = bytes[offset &+ 1]
    if information == 24 { return first >= 24 ? (Int(first), offset &+ 2) : nil }
    guard information == 25, first > 0 else { return nil }
    return (Int(first) &<< 8 | Int(bytes[offset &+ 2]), offset &+ 3)
  }

  /// The length that an argument is, which no more bytes or items have than there are bytes left.
  @inlinable @inline(__always)
  func length(_ argument: UInt64) throws(DecodeError) -> Int {
    guard argument <= UInt64(truncatingIfNeeded: remaining) else { throw error(.truncated) }
    return Int(truncatingIfNeeded: UInt32(truncatingIfNeeded: argument))
  }

  /// Reads the head of a string, array or map; gives its length, never more than there are bytes left.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func length(of major: MajorType) throws(DecodeError) -> Int {
    let argument = try argument(of: major)
    return try length(argument)
  }
}

/// Heads by rules that are given.
extension CBORReader {
  /// Reads the head of the next item, which has to keep the rules about heads that are among `rules`.
  ///
  /// The argument of an indefinite length is 0.
  @_lifetime(self: copy self)
  mutating func head(
    keeping rules: StrictnessRules
  ) throws(DecodeError) -> (major: MajorType, argument: UInt64, isIndefinite: Bool) {
    let major = try peek()
    let information = bytes[offset] & 31
    if information < 24 {
      advance(1)
      return (major, UInt64(information), false)
    }
    let (argument, end, isIndefinite) = try longArgument(keeping: rules)
    move(to: end)
    return (major, argument, isIndefinite)
  }

  /// The argument that follows the first byte of the next item, which has additional information from 24 on, and where it
  /// ends.
  ///
  /// Inlined, so that constant rules cost nothing.
  @inline(__always)
  private func longArgument(
    keeping rules: StrictnessRules
  ) throws(DecodeError) -> (argument: UInt64, end: Int, isIndefinite: Bool) {
    let initial = bytes[offset]
    let information = initial & 31
    guard information < 28 else {
      // Strings, arrays and maps have indefinite lengths, other types and the break are not well-formed here.
      guard information == 31, initial >= 0x40, initial < 0xC0 else { throw error(.notWellFormed) }
      guard !rules.contains(.definiteLengths) else { throw error(.indefiniteLength) }
      return (0, offset &+ 1, true)
    }
    let width = 1 &<< Int(truncatingIfNeeded: information &- 24)
    guard width < remaining else { throw error(.truncated) }
    let following = bytes.extracting(offset &+ 1...offset &+ width)
    var argument: UInt64 = 0
    for index in following.indices { argument = argument &<< 8 | UInt64(following[index]) }
    if initial >= 0xE0 {
      // Two bytes hold the values from 32 on only (RFC 8949, section 3.3); more are a floating-point number.
      guard information > 24 || argument >= 32 else { throw error(.notWellFormed) }
    } else if rules.contains(.shortestForm), CBORHead.count(of: argument) != width &+ 1 {
      throw error(.notShortest)
    }
    return (argument, offset &+ width &+ 1, false)
  }
}
