/// The parameters that override-parameters and set-parameters carry (section 8.4.8), read one after the other.
public struct SUITParameters: ~Escapable {
  @usableFromInline var reader: CBORReader
  @usableFromInline var unread: Int
  @usableFromInline var previous: Int32?

  /// Reads the argument of the directive.
  @_lifetime(copy argument)
  @inlinable @inline(__always)
  public init(_ argument: CBORReader) throws(DecodeError) {
    reader = argument.at(0)
    unread = try reader.map()
  }

  /// The next parameter: its code and where its encoded value lies in the argument; nil behind the last one.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func next() throws(DecodeError) -> (code: Int32, value: ByteRange)? {
    guard unread > 0 else { return nil }
    unread &-= 1
    let keyOffset = reader.offset
    let code = try reader.integer32()
    // Bytewise order of the encoded keys: unsigned ones ascending, then negative ones descending.
    if let previous {
      let isAfter = previous >= 0 ? code > previous || code < 0 : code < previous
      guard isAfter else { throw DecodeError(.unsortedKeys, at: reader.base &+ keyOffset) }
    }
    previous = code
    return (code, try reader.skip())
  }

  /// A reader at a value that ``next()`` found, which is the whole of its bytes.
  @_lifetime(copy self)
  public func reader(at value: ByteRange) -> CBORReader { reader.nested(value) }
}
