/// One of the five TEEP messages (draft-ietf-teep-protocol-26, section 4), as a view of its encoding.
///
/// Members that the message does not have are nil. Unknown options are passed over; an unknown type and a wrong
/// number of elements are refused.
public struct TEEPMessage: ~Escapable {
  /// Pairs in an option map beyond which it is refused.
  public static let maximumOptions = 32

  /// The message that this is a view of.
  public let bytes: Span<UInt8>
  /// Offset of ``bytes`` in the outermost message, for errors.
  public let base: Int
  /// Which of the five.
  public let type: TEEPMessageType
  private var options = InlineArray<23, ByteRange>(repeating: .absent)
  private var positional = InlineArray<3, ByteRange>(repeating: .absent)
  let numbers: TEEPNumbers

  /// Reads the whole of `bytes`; `base` is their offset in the outermost message.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>, base: Int = 0, numbers: TEEPNumbers) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    self.numbers = numbers
    var reader = CBORReader(bytes, base: base)
    let count = try reader.array()
    let typeOffset = reader.offset
    guard let type = numbers.type(try reader.unsigned()) else {
      throw DecodeError(.unsupported, at: base &+ typeOffset)
    }
    self.type = type
    guard count == Self.elementCount(of: type) else { throw DecodeError(.wrongCount, at: base) }
    try readOptions(&reader)
    if type == .queryRequest {
      positional[0] = try reader.teepMember(.supportedCipherSuites)
      positional[1] = try reader.teepMember(.supportedSUITCOSEProfiles)
      positional[2] = try reader.unsignedRange()
    } else if type == .error {
      positional[0] = try reader.unsignedRange()
    }
    try reader.end()
  }

  /// Elements of the array, the type and the options among them.
  static func elementCount(of type: TEEPMessageType) -> Int {
    type == .queryRequest ? 5 : type == .error ? 3 : 2
  }

  @_lifetime(self: copy self)
  @inline(never)
  private mutating func readOptions(_ reader: inout CBORReader) throws(DecodeError) {
    let count = try reader.map(upTo: Self.maximumOptions)
    let firstKey = reader.offset
    var seen: UInt32 = 0
    for index in 0..<count {
      let number = try reader.uniqueKey(seen: &seen, index: index, of: firstKey)
      guard let label = numbers.label(number), type.allows(label) else {
        try reader.skip()
        continue
      }
      options[Int(label.rawValue)] = try reader.teepMember(label)
    }
  }

  @_lifetime(copy self)
  private func reader(_ range: ByteRange) -> CBORReader? {
    guard range.isPresent else { return nil }
    return CBORReader(bytes, base: base).nested(range)
  }

  /// The encoded item of an option.
  @_lifetime(copy self)
  private func reader(_ label: TEEPLabel) -> CBORReader? {
    reader(options.span[Int(label.rawValue)])
  }

  /// The content of an option that is a byte or text string.
  @_lifetime(copy self)
  @inline(never)
  public func string(_ label: TEEPLabel) -> Span<UInt8>? {
    guard var reader = reader(label), let (major, count) = try? reader.head() else { return nil }
    guard major == .byteString || major == .textString else { return nil }
    let content = ByteRange(start: reader.offset, count: Int(truncatingIfNeeded: count))
    return reader.bytes.bytes(of: content)
  }

  /// The items of an option that is an array.
  @_lifetime(copy self)
  @inline(never)
  public func list(_ label: TEEPLabel) -> ItemList? {
    guard let reader = reader(label) else { return nil }
    return try? ItemList(reader)
  }

  /// The value of an option that is an unsigned integer.
  @inline(never)
  public func unsigned(_ label: TEEPLabel) -> UInt64? {
    guard var reader = reader(label) else { return nil }
    return try? reader.unsigned()
  }

  /// The token, 8 to 64 bytes.
  public var token: Span<UInt8>? { @_lifetime(copy self) get { string(.token) } }

  /// The cipher suites that a QueryRequest offers: each an array of operations `[COSE type, algorithm]`.
  public var offeredCipherSuites: ItemList? {
    @_lifetime(copy self) get {
      guard type == .queryRequest, let reader = reader(positional.span[0]) else { return nil }
      return try? ItemList(reader)
    }
  }

  /// The SUIT COSE profiles that a QueryRequest offers: each four algorithms (section 4.3).
  public var offeredSUITCOSEProfiles: ItemList? {
    @_lifetime(copy self) get {
      guard type == .queryRequest, let reader = reader(positional.span[1]) else { return nil }
      return try? ItemList(reader)
    }
  }

  /// What a QueryRequest asks for.
  public var dataItemRequested: DataItems {
    guard type == .queryRequest, var reader = reader(positional.span[2]) else { return [] }
    return DataItems(rawValue: (try? reader.unsigned()) ?? 0)
  }

  /// The code of an Error, or the one that an Update may carry.
  public var errorCode: TEEPErrorCode? {
    if type == .error, var reader = reader(positional.span[0]) {
      return (try? reader.unsigned()).map(numbers.errorCode)
    }
    return unsigned(.errCode).map(numbers.errorCode)
  }

  /// What each option is, in the order of their labels, for whoever encodes the message again.
  @_lifetime(copy self)
  func encodedOption(_ label: TEEPLabel) -> Span<UInt8>? {
    bytes.bytes(of: options.span[Int(label.rawValue)])
  }

  /// The encoded elements behind the options.
  @_lifetime(copy self)
  func encodedElement(_ index: Int) -> Span<UInt8>? { bytes.bytes(of: positional.span[index]) }
}
