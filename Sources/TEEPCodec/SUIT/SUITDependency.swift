/// One of the dependencies in SUIT_Common (draft-ietf-suit-trust-domains-11, section 5.2.2).
public struct SUITDependency: ~Escapable {
  /// The component index under which commands name the dependency: that of a component which holds its envelope or, as all
  /// published manifests have it, one behind the last component.
  public let index: Int
  /// The encoded identifier that the dependency is known by.
  public var prefix: Span<UInt8>? {
    @_lifetime(copy self) get { prefixReader?.bytes }
  }
  /// A reader at that identifier, which is the whole of its bytes.
  public let prefixReader: CBORReader?

  static let prefixKey: UInt64 = 1

  /// Reads the metadata `{? 1: prefix}` that comes next.
  @_lifetime(copy reader)
  @inline(never)
  init(_ reader: inout CBORReader, index: Int) throws(DecodeError) {
    self.index = index
    var range = ByteRange.absent
    let count = try reader.map()
    var previous = 0
    for _ in 0..<count {
      let keyOffset = reader.base &+ reader.offset
      guard UInt64(try reader.ascendingKey(after: &previous)) == Self.prefixKey else {
        throw DecodeError(.unsupported, at: keyOffset)
      }
      range = try reader.componentIdentifierRange()
    }
    if range.isPresent { prefixReader = reader.nested(range) } else { prefixReader = nil }
  }
}
