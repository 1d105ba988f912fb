/// The arguments of override-multiple and copy-params (draft-ietf-suit-update-management-10, sections 4.3.4 and 4.3.5):
/// for each component index a map of parameters, or an array of the codes of those to be copied.
public struct SUITIndexedArguments: ~Escapable {
  private var reader: CBORReader
  private var unread: Int
  private var previous = -1

  /// Reads the directive's argument.
  @_lifetime(copy argument)
  public init(_ argument: CBORReader) throws(DecodeError) {
    reader = argument
    unread = try reader.map()
  }

  /// The next component index and a reader at what it stands for, nil behind the last one.
  @_lifetime(self: copy self)
  @_lifetime(copy self)
  public mutating func next() throws(DecodeError) -> SUITIndexedArgument? {
    guard unread > 0 else { return nil }
    unread &-= 1
    let index = try reader.ascendingKey(after: &previous)
    let value = try reader.skip()
    return SUITIndexedArgument(index: index, value: reader.nested(value))
  }
}

/// What override-multiple or copy-params says of one component.
public struct SUITIndexedArgument: ~Escapable {
  public let index: Int
  /// A reader at the map or array, which is the whole of its bytes.
  public let value: CBORReader

  @_lifetime(copy value)
  init(index: Int, value: CBORReader) {
    self.index = index
    self.value = value
  }
}
