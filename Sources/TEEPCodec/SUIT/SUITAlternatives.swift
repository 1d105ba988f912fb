/// The branches of try-each (draft-ietf-suit-manifest-37, section 8.4.10.2), read one after the other.
public struct SUITAlternatives: ~Escapable {
  /// One branch: a sequence by where its content lies in the argument, or nothing to be done.
  public enum Branch: Equatable, Sendable {
    case sequence(ByteRange)
    /// The nil behind the sequences: whatever failed, the directive succeeds.
    case nothing
  }

  private var reader: CBORReader
  private var unread: Int

  /// Reads the directive's argument.
  @_lifetime(copy argument)
  @inline(never)
  public init(_ argument: CBORReader) throws(DecodeError) {
    var whole = argument
    let count = try whole.array(2...Int.max)
    reader = whole
    unread = count
    for index in 0..<count {
      // Two sequences at least, so only what follows them can be nil.
      if index >= 2, index == count &- 1, try whole.optionalNull() { break }
      _ = try whole.byteStringRange()
    }
    try whole.end()
  }

  /// The next branch, nil behind the last one.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func next() throws(DecodeError) -> Branch? {
    guard unread > 0 else { return nil }
    unread &-= 1
    return try reader.optionalNull() ? .nothing : .sequence(reader.byteStringRange())
  }
}
