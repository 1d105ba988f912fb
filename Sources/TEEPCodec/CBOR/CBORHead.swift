/// The major types of RFC 8949, section 3.1.
public enum MajorType: UInt8, Sendable, BitwiseCopyable {
  case unsigned, negative, byteString, textString, array, map, tag, simple
}

extension MajorType {
  /// The type that the first byte of an item names.
  @inlinable @inline(__always)
  init(initialByte: UInt8) {
    switch initialByte &>> 5 {
    case 0: self = .unsigned
    case 1: self = .negative
    case 2: self = .byteString
    case 3: self = .textString
    case 4: self = .array
    case 5: self = .map
    case 6: self = .tag
    default: self = .simple
    }
  }
}

/// The first bytes of an item in shortest form: its major type and argument (RFC 8949, section 4.2.1).
public struct CBORHead: Sendable {
  private var storage = InlineArray<9, UInt8>(repeating: 0)
  /// How many bytes the head has: 1, 2, 3, 5 or 9.
  public let count: Int

  @inline(never)
  public init(_ major: MajorType, _ argument: UInt64) {
    count = Self.count(of: argument)
    var output = storage.mutableSpan
    Self.write(major, argument, to: &output, at: 0, count: count)
  }

  /// Bytes of the shortest head with this argument.
  @inlinable
  public static func count(of argument: UInt64) -> Int {
    argument < 24 ? 1 : argument < 0x100 ? 2 : argument < 0x1_0000 ? 3 : argument < 0x1_0000_0000 ? 5 : 9
  }

  /// Writes the head, which has `count` bytes, to the ones from `offset` on.
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  static func write(
    _ major: MajorType, _ argument: UInt64, to output: inout MutableSpan<UInt8>, at offset: Int, count: Int
  ) {
    let top = major.rawValue &<< 5
    if count == 1 {
      output[offset] = top | UInt8(truncatingIfNeeded: argument)
      return
    }
    output[offset] = top | (count == 2 ? 24 : count == 3 ? 25 : count == 5 ? 26 : 27)
    var rest = argument
    var index = count &- 1
    while index > 0 {
      output[offset &+ index] = UInt8(truncatingIfNeeded: rest)
      rest &>>= 8
      index &-= 1
    }
  }

  /// The bytes of the head.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self) get { storage.span.extracting(first: count) }
  }
}
