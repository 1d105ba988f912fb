/// The major types of RFC 8949, section 3.1.
public enum MajorType: UInt8, Sendable, BitwiseCopyable {
  case unsigned, negative, byteString, textString, array, map, tag, simple
}

/// The first bytes of an item in shortest form: its major type and argument (RFC 8949, section 4.2.1).
public struct CBORHead: Sendable {
  var storage: InlineArray<9, UInt8>
  /// How many bytes the head has: 1, 2, 3, 5 or 9.
  public let count: Int

  public init(_ major: MajorType, _ argument: UInt64) {
    storage = InlineArray(repeating: 0)
    count = Self.count(of: argument)
    let top = major.rawValue &<< 5
    if argument < 24 {
      storage[0] = top | UInt8(truncatingIfNeeded: argument)
      return
    }
    storage[0] = top | (count == 2 ? 24 : count == 3 ? 25 : count == 5 ? 26 : 27)
    var rest = argument
    var index = count &- 1
    while index > 0 {
      storage[index] = UInt8(truncatingIfNeeded: rest)
      rest &>>= 8
      index &-= 1
    }
  }

  /// Bytes of the shortest head with this argument.
  public static func count(of argument: UInt64) -> Int {
    argument < 24 ? 1 : argument < 0x100 ? 2 : argument < 0x1_0000 ? 3 : argument < 0x1_0000_0000 ? 5 : 9
  }

  /// The bytes of the head.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self) get { storage.span.extracting(first: count) }
  }
}
