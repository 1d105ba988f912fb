/// Why something could not be encoded.
public enum EncodeError: Error, Equatable, Sendable {
  /// The caller's bytes do not suffice.
  case bufferFull
  /// What the caller gave is not what it should be, such as an item that ends too early.
  case notEncodable
}

/// Writes deterministic CBOR (RFC 8949, section 4.2.1) into bytes that the caller owns.
public struct CBORWriter: ~Copyable, ~Escapable {
  @usableFromInline var output: MutableSpan<UInt8>
  @usableFromInline var written: Int

  @_lifetime(copy output)
  @inlinable
  public init(_ output: consuming MutableSpan<UInt8>) {
    self.output = output
    written = 0
  }

  /// Bytes written.
  @inlinable public var count: Int { written }

  /// The bytes written so far.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self) get { output.span.extracting(first: count) }
  }

  /// Bytes that still fit.
  public var free: Int { output.count &- count }

  /// Writes the head of an item in its shortest form.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func head(_ major: MajorType, _ argument: UInt64) throws(EncodeError) {
    guard argument < 24, count < output.count else { return try longHead(major, argument) }
    output[count] = major.rawValue &<< 5 | UInt8(truncatingIfNeeded: argument)
    written &+= 1
  }

  @_lifetime(self: copy self)
  @usableFromInline @inline(never)
  mutating func longHead(_ major: MajorType, _ argument: UInt64) throws(EncodeError) {
    let headCount = CBORHead.count(of: argument)
    guard headCount <= free else { throw .bufferFull }
    if CBORReader.hasShortPaths, headCount == 2 || headCount == 3 {
      output[count] = major.rawValue &<< 5 | (headCount == 2 ? 24 : 25)
      if headCount == 3 { output[count &+ 1] = UInt8(truncatingIfNeeded: argument &>> 8) }
      output[count &+ headCount &- 1] = UInt8(truncatingIfNeeded: argument)
    } else {
      CBORHead.write(major, argument, to: &output, at: count, count: headCount)
    }
    written &+= headCount
  }

  /// Copies bytes that are encoded already.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public mutating func raw(_ bytes: Span<UInt8>) throws(EncodeError) {
    guard bytes.count <= free else { throw .bufferFull }
    output.copy(bytes, to: count)
    written &+= bytes.count
  }

  /// Writes a string: its head and its content.
  @_lifetime(self: copy self)
  @usableFromInline
  #if hasFeature(Embedded)
    @inline(__always)
  #else
    @inline(never)
  #endif
  mutating func string(_ major: MajorType, _ content: Span<UInt8>) throws(EncodeError) {
    guard CBORReader.hasShortPaths, content.count < 0x100 else {
      try head(major, UInt64(content.count))
      return try raw(content)
    }
    let headCount = content.count < 24 ? 1 : 2
    let itemCount = headCount &+ content.count
    guard itemCount <= free else { throw .bufferFull }
    let length = UInt8(truncatingIfNeeded: content.count)
    var item = output._mutatingExtracting(count..<count &+ itemCount)
    item[0] = major.rawValue &<< 5 | (headCount == 1 ? length : 24)
    if headCount == 2 { item[1] = length }
    item.copy(content, to: headCount)
    written &+= itemCount
  }

  /// Puts the head of an item before what was written since `start`, a former ``count``, which moves: its length depends
  /// on what follows it.
  @_lifetime(self: copy self)
  @usableFromInline
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
    written &+= headCount
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
  public mutating func rewind(to mark: Int) { written = mark < count ? mark : count }
}
