/// The encoded items of an array, to be read one after the other.
public struct ItemList: ~Escapable {
  private let items: CBORReader
  /// Number of items.
  public let count: Int

  /// Reads an array and keeps its items unread.
  @_lifetime(copy reader)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  init(_ reader: borrowing CBORReader) throws(DecodeError) {
    var start = CBORReader(reader.bytes, base: reader.base)
    start.advance(reader.offset)
    count = try start.array()
    items = start
  }

  /// A reader at the first item; behind the last one it is at bytes that are no part of the list.
  @_lifetime(copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public func makeReader() -> CBORReader {
    var reader = CBORReader(items.bytes, base: items.base)
    reader.advance(items.offset)
    return reader
  }
}
