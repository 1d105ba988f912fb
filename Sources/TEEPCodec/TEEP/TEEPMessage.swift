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
  public private(set) var type = TEEPMessageType.queryRequest
  /// Where each member lies, or the content of one that is a string: by its label, then the elements behind the options.
  private var members = InlineArray<26, ByteRange>(repeating: .absent)
  let numbers: TEEPNumbers

  /// The first of the elements behind the options.
  private static let positional = 23

  /// Reads the whole of `bytes`; `base` is their offset in the outermost message.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>, base: Int = 0, numbers: TEEPNumbers) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    self.numbers = numbers
    try read()
  }

  // Members are set through `self` in memory: in an initializer each would be kept in a register of its own.
  @_lifetime(self: copy self)
  @inline(never)
  private mutating func read() throws(DecodeError) {
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
      members[Self.positional] = try reader.teepMember(.supportedCipherSuites)
      members[Self.positional &+ 1] = try reader.teepMember(.supportedSUITCOSEProfiles)
      members[Self.positional &+ 2] = try reader.unsignedRange()
    } else if type == .error {
      members[Self.positional] = try reader.unsignedRange()
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
      members[Int(label.rawValue)] = try reader.teepMember(label)
    }
  }

  /// A reader at a member that is no string; without bytes where it is not there.
  @_lifetime(copy self)
  @inline(never)
  private func reader(_ index: Int) -> CBORReader {
    let range = members.span[index]
    return CBORReader(bytes.bytes(ofPresent: range), base: base &+ range.start)
  }

  /// The content of an option that is a byte or text string.
  @_lifetime(copy self)
  @inline(never)
  public func string(_ label: TEEPLabel) -> Span<UInt8>? {
    guard label.isString else { return nil }
    return bytes.bytes(of: members.span[Int(label.rawValue)])
  }

  /// The items of an option that is an array.
  @_lifetime(copy self)
  public func list(_ label: TEEPLabel) -> ItemList? { label.isString ? nil : list(Int(label.rawValue)) }

  @_lifetime(copy self)
  @inline(never)
  private func list(_ index: Int) -> ItemList? { try? ItemList(reader(index)) }

  /// The value of an option that is an unsigned integer.
  public func unsigned(_ label: TEEPLabel) -> UInt64? { label.isString ? nil : unsigned(Int(label.rawValue)) }

  @inline(never)
  private func unsigned(_ index: Int) -> UInt64? {
    var reader = reader(index)
    return try? reader.unsigned()
  }

  /// The token, 8 to 64 bytes.
  public var token: Span<UInt8>? { @_lifetime(copy self) get { string(.token) } }

  /// The cipher suites that a QueryRequest offers: each an array of operations `[COSE type, algorithm]`.
  public var offeredCipherSuites: ItemList? {
    @_lifetime(copy self) get { list(Self.positional) }
  }

  /// The SUIT COSE profiles that a QueryRequest offers: each four algorithms (section 4.3).
  public var offeredSUITCOSEProfiles: ItemList? {
    @_lifetime(copy self) get { list(Self.positional &+ 1) }
  }

  /// What a QueryRequest asks for.
  public var dataItemRequested: DataItems { DataItems(rawValue: unsigned(Self.positional &+ 2) ?? 0) }

  /// The code of an Error, or the one that an Update may carry.
  public var errorCode: TEEPErrorCode? {
    let index = type == .error ? Self.positional : Int(TEEPLabel.errCode.rawValue)
    guard let number = unsigned(index) else { return nil }
    return numbers.errorCode(number)
  }

  /// Where an option lies, or the content of one that is a string, for whoever encodes the message again.
  @_lifetime(copy self)
  func option(_ label: TEEPLabel) -> Span<UInt8>? { bytes.bytes(of: members.span[Int(label.rawValue)]) }

  /// The encoded elements behind the options.
  @_lifetime(copy self)
  func encodedElement(_ index: Int) -> Span<UInt8>? {
    bytes.bytes(of: members.span[Self.positional &+ index])
  }
}
