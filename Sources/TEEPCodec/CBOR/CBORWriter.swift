/// Why something could not be encoded.
public enum EncodeError: Error, Equatable, Sendable {
  /// The caller's bytes do not suffice.
  case bufferFull
  /// What the caller gave is not what it should be, such as an item that ends too early.
  case notEncodable
}

/// Writes deterministic CBOR (RFC 8949, section 4.2.1) into bytes that the caller owns.
public struct CBORWriter: ~Copyable, ~Escapable {
  private var output: MutableSpan<UInt8>
  /// Bytes written.
  public private(set) var count: Int

  @_lifetime(copy output)
  public init(_ output: consuming MutableSpan<UInt8>) {
    self.output = output
    count = 0
  }

  /// The bytes written so far.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self) get { output.span.extracting(first: count) }
  }

  /// Bytes that still fit.
  public var free: Int { output.count &- count }

  /// Writes the head of an item in its shortest form.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func head(_ major: MajorType, _ argument: UInt64) throws(EncodeError) {
    guard argument < 24, count < output.count else { return try longHead(major, argument) }
    output[count] = major.rawValue &<< 5 | UInt8(truncatingIfNeeded: argument)
    count &+= 1
  }

  @_lifetime(self: copy self)
  @inline(never)
  private mutating func longHead(_ major: MajorType, _ argument: UInt64) throws(EncodeError) {
    let headCount = CBORHead.count(of: argument)
    guard headCount <= free else { throw .bufferFull }
    if CBORReader.hasShortPaths, headCount == 2 {
      output[count] = major.rawValue &<< 5 | 24
      output[count &+ 1] = UInt8(truncatingIfNeeded: argument)
    } else {
      CBORHead.write(major, argument, to: &output, at: count, count: headCount)
    }
    count &+= headCount
  }

  /// Copies bytes that are encoded already.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public mutating func raw(_ bytes: Span<UInt8>) throws(EncodeError) {
    guard bytes.count <= free else { throw .bufferFull }
    // Of as many bytes as are copied, so that no bound is checked for each of them.
    var target = output._mutatingExtracting(count..<count &+ bytes.count)
    for index in bytes.indices { target[index] = bytes[index] }
    count &+= bytes.count
  }

  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func unsigned(_ value: UInt64) throws(EncodeError) { try head(.unsigned, value) }

  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func integer(_ value: Int64) throws(EncodeError) {
    if value >= 0 {
      try head(.unsigned, UInt64(truncatingIfNeeded: value))
    } else {
      try head(.negative, UInt64(truncatingIfNeeded: -1 &- value))
    }
  }

  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func byteString(_ content: Span<UInt8>) throws(EncodeError) {
    try head(.byteString, UInt64(content.count))
    try raw(content)
  }

  /// Writes a text string; the caller vouches for its UTF-8.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public mutating func textString(_ content: Span<UInt8>) throws(EncodeError) {
    try head(.textString, UInt64(content.count))
    try raw(content)
  }

  /// Writes a text string whose bytes are in the program.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public mutating func textString(_ text: StaticString) throws(EncodeError) {
    // A static string in the program is immutable and lives for ever.
    let content = unsafe Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount)
    try textString(content)
  }

  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func array(_ count: Int) throws(EncodeError) { try head(.array, UInt64(count)) }

  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func map(_ count: Int) throws(EncodeError) { try head(.map, UInt64(count)) }

  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func tag(_ number: UInt64) throws(EncodeError) { try head(.tag, number) }

  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public mutating func boolean(_ value: Bool) throws(EncodeError) { try head(.simple, value ? 21 : 20) }

  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public mutating func null() throws(EncodeError) { try head(.simple, 22) }

  /// Writes a byte string whose content `body` encodes.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func byteString(
    containing body: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    let start = count
    try body(&self)
    try insertHead(.byteString, UInt64(count &- start), at: start)
  }

  /// Writes an array of as many items as `items` says that it has encoded.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func list(
    _ items: (inout CBORWriter) throws(EncodeError) -> Int
  ) throws(EncodeError) {
    let start = count
    let itemCount = try items(&self)
    try insertHead(.array, UInt64(itemCount), at: start)
  }

  /// Puts the head of an item before what was written since `start`, a former ``count``, which moves: its length depends
  /// on what follows it.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  mutating func insertHead(_ major: MajorType, _ argument: UInt64, at start: Int) throws(EncodeError) {
    let headCount = CBORHead.count(of: argument)
    guard headCount <= free else { throw .bufferFull }
    var index = count
    while index > start {
      index &-= 1
      output[index &+ headCount] = output[index]
    }
    CBORHead.write(major, argument, to: &output, at: start, count: headCount)
    count &+= headCount
  }

  /// Sets the number of pairs of the map whose one-byte head lies at `offset`; at most 23.
  @_lifetime(self: copy self)
  mutating func setMapCount(_ pairs: Int, at offset: Int) {
    output[offset] = MajorType.map.rawValue &<< 5 | UInt8(truncatingIfNeeded: pairs & 31)
  }

  /// Changes the last `byteCount` bytes that were written where they lie: by encryption.
  @_lifetime(self: copy self)
  public mutating func change(last byteCount: Int, _ body: (inout MutableSpan<UInt8>) -> Void) {
    var bytes = output._mutatingExtracting(count &- byteCount..<count)
    body(&bytes)
  }

  /// Forgets what was written after `mark`, a former value of ``count``.
  @_lifetime(self: copy self)
  public mutating func rewind(to mark: Int) { count = mark < count ? mark : count }
}
