/// Reads CBOR (RFC 8949) out of borrowed bytes, item by item, by the rules that every item here has to keep
/// (``StrictnessRules/everyItem``).
///
/// Nothing is copied: strings come as spans or ranges of the bytes read. After an error the position is undefined.
public struct CBORReader: ~Escapable {
  /// Levels of arrays, maps and tags that ``skip()`` follows.
  public static let maximumNesting = 12

  /// Whether the most frequent heads have code of their own: not where the size of a program counts.
  @inline(__always)
  static var hasShortPaths: Bool {
    #if hasFeature(Embedded)
      false
    #else
      true
    #endif
  }

  /// The bytes read.
  public let bytes: Span<UInt8>
  // Never negative, so that where it is below the number of bytes nothing else is checked.
  private var position: UInt32 = 0
  /// Offset of ``bytes`` in the outermost message, for errors.
  public let base: Int

  /// Reads from the first of `bytes` on; of 4 GiB or more, which no message has, it reads none.
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, base: Int = 0) {
    self.bytes = UInt64(UInt(bitPattern: bytes.count)) &>> 32 == 0 ? bytes : Span()
    self.base = base
  }

  // Of bytes that lie within those of another reader.
  @_lifetime(copy bytes)
  @inline(__always)
  private init(part bytes: Span<UInt8>, base: Int) {
    self.bytes = bytes
    self.base = base
  }

  /// Offset in ``bytes`` of the next item.
  public internal(set) var offset: Int {
    get { Int(truncatingIfNeeded: position) }
    @_lifetime(self: copy self)
    set { position = UInt32(truncatingIfNeeded: newValue) }
  }

  /// Reads what `range` of the same bytes holds, such as the content of a byte string.
  @_lifetime(copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public func nested(_ range: ByteRange) -> CBORReader {
    CBORReader(part: bytes.extracting(range.start..<range.end), base: base &+ range.start)
  }

  /// As ``nested(_:)``, with offsets in the same bytes.
  @_lifetime(copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  func within(_ range: ByteRange) -> CBORReader {
    CBORReader(part: bytes.extracting(0..<range.end), base: base).at(range.start)
  }

  /// Reads the same bytes from another place on.
  @_lifetime(copy self)
  @inline(__always)
  func at(_ offset: Int) -> CBORReader {
    var reader = self
    reader.offset = offset
    return reader
  }

  /// Whether all bytes are read.
  public var isAtEnd: Bool { offset == bytes.count }

  /// Bytes not yet read.
  public var remaining: Int { bytes.count &- offset }

  /// From `start`, a former ``offset``, to the next item.
  public func range(since start: Int) -> ByteRange { ByteRange(start: start, count: offset &- start) }

  /// An error at the next item, or `back` bytes before it.
  @inline(never)
  public func error(_ reason: DecodeError.Reason, back: Int = 0) -> DecodeError {
    DecodeError(reason, at: base &+ offset &- back)
  }

  /// Demands that nothing follows.
  public func end() throws(DecodeError) {
    guard isAtEnd else { throw error(.trailingBytes) }
  }

  /// The major type of the next item, which stays unread.
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public func peek() throws(DecodeError) -> MajorType {
    guard offset < bytes.count else { throw error(.truncated) }
    return MajorType(initialByte: bytes[offset])
  }

  /// Whether the next byte ends an item of indefinite length.
  func nextIsBreak() throws(DecodeError) -> Bool {
    guard offset < bytes.count else { throw error(.truncated) }
    return bytes[offset] == 0xFF
  }

  /// The bytes not yet read.
  var unread: Span<UInt8> {
    @_lifetime(copy self) get { bytes.extracting(offset..<bytes.count) }
  }

  /// Passes `count` bytes over; the caller has checked that they are there.
  @_lifetime(self: copy self)
  mutating func advance(_ count: Int) { offset &+= count }

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
        offset &+= 1
        return UInt64(information)
      }
    }
    let (argument, end) = try longArgument(of: major)
    offset = end
    return argument
  }

  /// The argument of the next item, which must be of `major`, and where it ends.
  @inline(never)
  private func longArgument(of major: MajorType) throws(DecodeError) -> (argument: UInt64, end: Int) {
    guard offset < bytes.count else { throw error(.truncated) }
    let initial = bytes[offset]
    guard initial &>> 5 == major.rawValue else { throw error(.unexpectedType) }
    if initial < 0xE0, let (argument, end) = shortArgument(initial & 31) { return (UInt64(argument), end) }
    var reader = self
    return (try reader.argument(), reader.offset)
  }

  /// Reads the head of the next item, which is there; gives its argument.
  @_lifetime(self: copy self)
  @inline(never)
  private mutating func argument() throws(DecodeError) -> UInt64 {
    let information = bytes[offset] & 31
    if information < 24 {
      offset &+= 1
      return UInt64(information)
    }
    let (argument, end) = try longArgumentOfEveryItem()
    offset = end
    return argument
  }

  /// The argument that follows the first byte of the next item, and where it ends.
  @inline(never)
  private func longArgumentOfEveryItem() throws(DecodeError) -> (argument: UInt64, end: Int) {
    let (argument, end, _) = try longArgument(keeping: .everyItem)
    return (argument, end)
  }

  /// Passes the next item over, whatever it is, and says where it was.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  @discardableResult
  public mutating func skip() throws(DecodeError) -> ByteRange {
    let start = offset
    // Most items are integers of one byte.
    if Self.hasShortPaths, offset < bytes.count, bytes[offset] & 0xDF < 24 {
      offset &+= 1
    } else if Self.hasShortPaths {
      offset = try endOfItem()
    } else if let children = try skipHead() {
      offset = try endOfItems(children)
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

  /// Where the next item ends.
  @inline(never)
  private func endOfItem() throws(DecodeError) -> Int {
    var reader = self
    if reader.skipShort() { return reader.offset }
    guard let children = try reader.skipHead() else { return reader.offset }
    return try reader.endOfItems(children)
  }

  /// Where the next `count` items end, the first level within an array, map or tag.
  @inline(never)
  private func endOfItems(_ count: UInt32) throws(DecodeError) -> Int {
    var reader = self
    // How many items each open level around the innermost one still needs.
    var open = InlineArray<12, UInt32>(repeating: 0)
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
  @inline(__always)
  private mutating func skipShort() -> Bool {
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
    offset = end
    return true
  }

  /// The argument behind the next byte, which has this additional information, and where it ends; nil where it is not of
  /// one or two bytes or not as short as can be.
  @inline(__always)
  private func shortArgument(_ information: UInt8) -> (argument: Int, end: Int)? {
    guard Self.hasShortPaths, offset &+ 2 < bytes.count else { return nil }
    let first = bytes[offset &+ 1]
    if information == 24 { return first >= 24 ? (Int(first), offset &+ 2) : nil }
    guard information == 25, first > 0 else { return nil }
    return (Int(first) &<< 8 | Int(bytes[offset &+ 2]), offset &+ 3)
  }

  /// Passes the head of an item over, with the content of a string; gives the number of the items within an array, map
  /// or tag, nil for other items.
  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func skipHead() throws(DecodeError) -> UInt32? {
    guard Self.hasShortPaths else { return try skipAnyHead() }
    if offset < bytes.count {
      let initial = bytes[offset]
      // Short arrays and maps.
      if initial & 0xDF &- 0x80 < 24 {
        let children = Int(initial & 31) &<< Int(initial &>> 5 & 1)
        if children < bytes.count &- offset {
          offset &+= 1
          return UInt32(truncatingIfNeeded: children)
        }
      }
    }
    let (children, end) = try endOfHead()
    offset = end
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

  /// The length that an argument is, which no more bytes or items have than there are bytes left.
  @inline(__always)
  func length(_ argument: UInt64) throws(DecodeError) -> Int {
    guard argument <= UInt64(truncatingIfNeeded: remaining) else { throw error(.truncated) }
    return Int(truncatingIfNeeded: UInt32(truncatingIfNeeded: argument))
  }

  /// Reads a string of `major`; gives where its content lies.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func string(of major: MajorType) throws(DecodeError) -> ByteRange {
    if Self.hasShortPaths, offset &+ 1 < bytes.count {
      let length = bytes[offset] &- major.rawValue &<< 5
      let next = bytes[offset &+ 1]
      let count = Int(length == 24 ? next : length)
      let start = offset &+ (length == 24 ? 2 : 1)
      if length < 24 || length == 24 && next >= 24, count <= bytes.count &- start {
        offset = start &+ count
        return ByteRange(start: start, count: count)
      }
    }
    return content(try length(of: major))
  }

  /// Reads the head of a string, array or map; gives its length, never more than there are bytes left.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func length(of major: MajorType) throws(DecodeError) -> Int {
    let argument = try argument(of: major)
    return try length(argument)
  }

  /// Passes over the content of a string whose head has been read.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func content(_ count: Int) -> ByteRange {
    let range = ByteRange(start: offset, count: count)
    offset &+= count
    return range
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
    offset = end
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

extension MajorType {
  /// The type that the first byte of an item names.
  @inline(__always)
  init(initialByte: UInt8) {
    switch initialByte &>> 5 {
    case 0: self = .unsigned
    case 1: self = .negative
    case 2: self = .byteString
    case 3: self = .textString
    case 4: self = .array
    case 5: self = .map
    case 6: self = .tag
    default: self = .simple
    }
  }
}
