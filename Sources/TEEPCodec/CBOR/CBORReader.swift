/// Reads CBOR (RFC 8949) out of borrowed bytes, item by item, by the rules that every item here has to keep
/// (``StrictnessRules/everyItem``).
///
/// Nothing is copied: strings come as spans or ranges of the bytes read. After an error the position is undefined.
public struct CBORReader: ~Escapable {
  /// Levels of arrays, maps and tags that ``skip()`` follows.
  public static let maximumNesting = 12

  /// Whether the most frequent heads have code of their own, in whatever module reads them: not where the size of a
  /// program counts.
  ///
  /// What is rarer is read by functions that take a reader and give where they came to: the reader itself, of which
  /// nothing then takes the address, stays in registers.
  @inlinable @inline(__always)
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
  @usableFromInline var position: UInt32 = 0
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
  @inlinable @inline(__always)
  init(part bytes: Span<UInt8>, base: Int) {
    self.bytes = bytes
    self.base = base
  }

  /// Offset in ``bytes`` of the next item.
  @inlinable
  public var offset: Int { Int(truncatingIfNeeded: position) }

  /// Goes on at another place.
  @_lifetime(self: copy self)
  @inlinable @inline(__always)
  mutating func move(to offset: Int) { position = UInt32(truncatingIfNeeded: offset) }

  /// Reads what `range` of the same bytes holds, such as the content of a byte string.
  @_lifetime(copy self)
  @inlinable
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
  @inlinable @inline(__always)
  func at(_ offset: Int) -> CBORReader {
    var reader = self
    reader.move(to: offset)
    return reader
  }

  /// Whether all bytes are read.
  @inlinable
  public var isAtEnd: Bool { offset == bytes.count }

  /// Bytes not yet read.
  @inlinable
  public var remaining: Int { bytes.count &- offset }

  /// From `start`, a former ``offset``, to the next item.
  @inlinable
  public func range(since start: Int) -> ByteRange { ByteRange(start: start, count: offset &- start) }

  /// An error at the next item, or `back` bytes before it.
  @inline(never)
  public func error(_ reason: DecodeError.Reason, back: Int = 0) -> DecodeError {
    DecodeError(reason, at: base &+ offset &- back)
  }

  /// Demands that nothing follows.
  @inlinable
  public func end() throws(DecodeError) {
    guard isAtEnd else { throw error(.trailingBytes) }
  }

  /// The major type of the next item, which stays unread.
  @inlinable
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
  mutating func advance(_ count: Int) { move(to: offset &+ count) }
}
