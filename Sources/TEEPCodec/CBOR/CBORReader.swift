/// Reads CBOR (RFC 8949) out of borrowed bytes, item by item, by the rules that every item here has to keep
/// (``StrictnessRules/everyItem``).
///
/// Nothing is copied: strings come as spans or ranges of the bytes read. After an error the position is undefined.
public struct CBORReader: ~Escapable {
  /// Levels of arrays, maps and tags that ``skip()`` follows.
  public static let maximumNesting = 12

  /// The bytes read.
  public let bytes: Span<UInt8>
  /// Offset in ``bytes`` of the next item.
  public private(set) var offset: Int
  /// Offset of ``bytes`` in the outermost message, for errors.
  public let base: Int

  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, base: Int = 0) {
    self.bytes = bytes
    self.base = base
    offset = 0
  }

  /// Reads what `range` of the same bytes holds, such as the content of a byte string.
  @_lifetime(copy self)
  @inline(never)
  public func nested(_ range: ByteRange) -> CBORReader {
    CBORReader(bytes.extracting(range.start..<range.end), base: base &+ range.start)
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
  @inline(never)
  public func end() throws(DecodeError) {
    guard isAtEnd else { throw error(.trailingBytes) }
  }

  /// The major type of the next item, which stays unread.
  @inline(never)
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
  @inline(never)
  public mutating func head() throws(DecodeError) -> (major: MajorType, argument: UInt64) {
    let (major, argument, _) = try head(keeping: .everyItem)
    return (major, argument)
  }

  /// Reads the head of the next item, which has to keep the rules about heads that are among `rules`.
  ///
  /// The argument of an indefinite length is 0. Inlined, so that constant rules cost nothing.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func head(
    keeping rules: StrictnessRules
  ) throws(DecodeError) -> (major: MajorType, argument: UInt64, isIndefinite: Bool) {
    guard offset < bytes.count else { throw error(.truncated) }
    let initial = bytes[offset]
    let major = MajorType(initialByte: initial)
    let information = initial & 31
    if information < 24 {
      offset &+= 1
      return (major, UInt64(information), false)
    }
    guard information < 28 else {
      let isIndefinite =
        information == 31 && major.rawValue >= MajorType.byteString.rawValue
        && major.rawValue <= MajorType.map.rawValue
      guard isIndefinite else { throw error(.notWellFormed) }
      guard !rules.contains(.definiteLengths) else { throw error(.indefiniteLength) }
      offset &+= 1
      return (major, 0, true)
    }
    let width = 1 &<< Int(truncatingIfNeeded: information &- 24)
    guard width < remaining else { throw error(.truncated) }
    var argument: UInt64 = 0
    for index in offset &+ 1...offset &+ width { argument = argument &<< 8 | UInt64(bytes[index]) }
    if major == .simple {
      // Two bytes hold the values from 32 on only (RFC 8949, section 3.3); more are a floating-point number.
      guard information > 24 || argument >= 32 else { throw error(.notWellFormed) }
    } else if rules.contains(.shortestForm), CBORHead.count(of: argument) != width &+ 1 {
      throw error(.notShortest)
    }
    offset &+= width &+ 1
    return (major, argument, false)
  }

  /// Reads the head of an item that must be of `major`.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func argument(of major: MajorType) throws(DecodeError) -> UInt64 {
    guard try peek() == major else { throw error(.unexpectedType) }
    return try head().argument
  }

  /// Passes the next item over, whatever it is, and says where it was.
  @_lifetime(self: copy self)
  @inline(never)
  @discardableResult
  public mutating func skip() throws(DecodeError) -> ByteRange {
    let start = offset
    // How many items each open level still needs; level 0 is the item itself.
    var open = InlineArray<13, UInt32>(repeating: 0)
    var level = 0
    open[0] = 1
    while true {
      while open[level] == 0 {
        if level == 0 { return ByteRange(start: start, count: offset &- start) }
        level &-= 1
      }
      open[level] &-= 1
      let itemOffset = offset
      let (major, argument) = try head()
      let children: UInt64
      switch major {
      case .unsigned, .negative, .simple: continue
      case .byteString, .textString:
        let range = try content(argument)
        if major == .textString { try checkUTF8(range) }
        continue
      case .tag: children = 1
      case .array:
        guard argument <= UInt64(remaining) else { throw error(.truncated) }
        children = argument
      case .map:
        guard argument <= UInt64(remaining) / 2 else { throw error(.truncated) }
        children = argument &* 2
      }
      guard level < Self.maximumNesting else { throw DecodeError(.nestedTooDeeply, at: base &+ itemOffset) }
      level &+= 1
      open[level] = UInt32(truncatingIfNeeded: children)
    }
  }

  /// Passes the next item over, which must be of `major`, and says where it was.
  @_lifetime(self: copy self)
  @inline(never)
  @discardableResult
  public mutating func skip(_ major: MajorType) throws(DecodeError) -> ByteRange {
    guard try peek() == major else { throw error(.unexpectedType) }
    return try skip()
  }

  /// The content of a string whose head has been read.
  @_lifetime(self: copy self)
  @inline(never)
  mutating func content(_ count: UInt64) throws(DecodeError) -> ByteRange {
    guard count <= UInt64(remaining) else { throw error(.truncated) }
    let range = ByteRange(start: offset, count: Int(truncatingIfNeeded: count))
    offset = range.end
    return range
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
