/// What set-component-index selects (draft-ietf-suit-manifest-37, section 8.4.10.1): one component, all of them, or a list
/// of them in its own order.
public struct SUITComponentSelection: ~Escapable {
  private let items: CBORReader
  private let listCount: Int
  /// Whether all components are selected: of a directive on dependencies, all dependencies.
  public let selectsAll: Bool

  /// Reads the directive's argument.
  @_lifetime(copy argument)
  @inline(never)
  public init(_ argument: CBORReader) throws(DecodeError) {
    var reader = argument
    let type = try reader.peek()
    selectsAll = type == .simple
    listCount = type == .array ? try reader.array(1...Int.max) : 0
    items = reader
    if type == .simple {
      guard try reader.boolean() else { throw DecodeError(.unsupported, at: argument.base) }
    } else {
      for _ in 0..<max(1, listCount) { _ = try reader.unsigned(upTo: UInt64(UInt16.max)) }
    }
    try reader.end()
  }

  /// The index at a position of the selection, nil behind the last one; `count` is that of all components.
  @inline(never)
  public func index(at position: Int, of count: Int) throws(DecodeError) -> Int? {
    if selectsAll { return position < count ? position : nil }
    guard position < max(1, listCount) else { return nil }
    var reader = CBORReader(items.bytes, base: items.base)
    reader.advance(items.offset)
    for _ in 0..<position { try reader.skip() }
    return Int(truncatingIfNeeded: try reader.unsigned(upTo: UInt64(UInt16.max)))
  }
}
