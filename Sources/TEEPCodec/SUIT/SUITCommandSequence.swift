/// A SUIT_Command_Sequence (draft-ietf-suit-manifest-37, section 8.4.7): a flat array of codes and arguments, read one
/// command after the other.
public struct SUITCommandSequence: ~Escapable {
  @usableFromInline var reader: CBORReader
  @usableFromInline var unread: Int

  /// Begins the array that is the whole of the reader's bytes; its items are read, and checked, one after the other.
  @_lifetime(copy content)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public init(_ content: CBORReader) throws(DecodeError) {
    reader = content
    let count = try reader.array()
    guard count & 1 == 0 else { throw DecodeError(.wrongCount, at: content.base) }
    unread = count / 2
  }

  /// The next command, or nil behind the last one, where the bytes have to end.
  @_lifetime(self: copy self)
  @_lifetime(copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func next() throws(DecodeError) -> SUITCommand? {
    guard unread > 0 else {
      try reader.end()
      return nil
    }
    unread &-= 1
    let offset = reader.offset
    let code = try reader.integer32()
    let argument = try reader.skip()
    return SUITCommand(code: code, offset: offset, argument: reader.nested(argument))
  }
}

/// One command of a sequence.
public struct SUITCommand: ~Escapable {
  /// The number of the condition or directive; unknown ones too.
  public let rawCode: Int32
  /// Bytes from the start of the sequence, as a report names it.
  public let offset: Int
  /// A reader at the argument, which is the whole of its bytes.
  public let argument: CBORReader

  @_lifetime(copy argument)
  @inlinable
  init(code: Int32, offset: Int, argument: CBORReader) {
    rawCode = code
    self.offset = offset
    self.argument = argument
  }

  /// The command, where it is one that the specifications have.
  public var code: SUITCommandCode? { SUITCommandCode(rawValue: rawCode) }
}
