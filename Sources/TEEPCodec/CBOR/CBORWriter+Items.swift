/// Items of one type.
extension CBORWriter {
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func unsigned(_ value: UInt64) throws(EncodeError) { try head(.unsigned, value) }

  @_lifetime(self: copy self)
  @inlinable
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
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func byteString(_ content: Span<UInt8>) throws(EncodeError) {
    try string(.byteString, content)
  }

  /// Writes a text string; the caller vouches for its UTF-8.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func textString(_ content: Span<UInt8>) throws(EncodeError) {
    try string(.textString, content)
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
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func array(_ count: Int) throws(EncodeError) { try head(.array, UInt64(count)) }

  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func map(_ count: Int) throws(EncodeError) { try head(.map, UInt64(count)) }

  @_lifetime(self: copy self)
  @inlinable
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
  @inlinable @inline(__always)
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
}
