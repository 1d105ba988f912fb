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
  let numbers: TEEPNumbers
  private var optionCount = 0
  /// Offset of the first option's key.
  private var optionsOffset = 0
  /// Offset of the first element behind the options.
  private var elementsOffset = 0
  /// Where the content of the token lies, which every message is asked for.
  @usableFromInline var tokenRange = ByteRange.absent

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
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
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
    elementsOffset = reader.offset
    if type == .queryRequest {
      _ = try reader.teepMember(.supportedCipherSuites)
      _ = try reader.teepMember(.supportedSUITCOSEProfiles)
    }
    if type == .queryRequest || type == .error { _ = try reader.unsigned() }
    try reader.end()
  }

  /// Elements of the array, the type and the options among them.
  static func elementCount(of type: TEEPMessageType) -> Int {
    type == .queryRequest ? 5 : type == .error ? 3 : 2
  }

  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private mutating func readOptions(_ reader: inout CBORReader) throws(DecodeError) {
    optionCount = try reader.map(upTo: Self.maximumOptions)
    optionsOffset = reader.offset
    var seen: UInt32 = 0
    for index in 0..<optionCount {
      let number = try reader.uniqueKey(seen: &seen, index: index, of: optionsOffset)
      if let label = numbers.label(number), type.allows(label) {
        let item = try reader.teepMember(label)
        if label == .token { tokenRange = item.contentOfShortString }
      } else {
        try reader.skip()
      }
    }
  }

  /// A reader at the value of an option; behind all bytes where the message does not have it.
  ///
  /// The few options are looked through each time: a table of them would be most of the view.
  @_lifetime(copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private func reader(_ label: TEEPLabel) -> CBORReader {
    var reader = CBORReader(bytes, base: base)
    reader.advance(optionsOffset)
    let number = numbers.number(of: label)
    do throws(DecodeError) {
      for _ in 0..<(type.allows(label) ? optionCount : 0) {
        if try reader.unsigned() == number { return reader }
        try reader.skip()
      }
    } catch {}
    reader.advance(reader.remaining)
    return reader
  }

  /// A reader at an element behind the options.
  @_lifetime(copy self)
  @inline(never)
  private func reader(element index: Int) -> CBORReader {
    var reader = CBORReader(bytes, base: base)
    reader.advance(elementsOffset)
    for _ in 0..<index { _ = try? reader.skip() }
    return reader
  }

  /// The content of an option that is a byte or text string.
  @_lifetime(copy self)
  @inline(never)
  public func string(_ label: TEEPLabel) -> Span<UInt8>? {
    var reader = reader(label)
    let range: ByteRange
    do throws(DecodeError) {
      range = try reader.peek() == .textString ? reader.textStringRange() : reader.byteStringRange()
    } catch { return nil }
    return bytes.bytes(of: range)
  }

  /// The items of an option that is an array.
  @_lifetime(copy self)
  @inline(never)
  public func list(_ label: TEEPLabel) -> ItemList? {
    let reader = reader(label)
    if CBORReader.hasShortPaths, reader.isAtEnd { return nil }
    return try? ItemList(reader)
  }

  /// The value of an option that is an unsigned integer.
  @inline(never)
  public func unsigned(_ label: TEEPLabel) -> UInt64? {
    var reader = reader(label)
    return try? reader.unsigned()
  }

  /// The token, 8 to 64 bytes.
  public var token: Span<UInt8>? {
    @_lifetime(copy self) @inlinable @inline(__always) get { bytes.bytes(of: tokenRange) }
  }

  /// The cipher suites that a QueryRequest offers: each an array of operations `[COSE type, algorithm]`.
  public var offeredCipherSuites: ItemList? {
    @_lifetime(copy self) get { try? ItemList(reader(element: 0)) }
  }

  /// The SUIT COSE profiles that a QueryRequest offers: each four algorithms (section 4.3).
  public var offeredSUITCOSEProfiles: ItemList? {
    @_lifetime(copy self) get { try? ItemList(reader(element: 1)) }
  }

  /// What a QueryRequest asks for.
  public var dataItemRequested: DataItems {
    var reader = reader(element: 2)
    return DataItems(rawValue: (try? reader.unsigned()) ?? 0)
  }

  /// The code of an Error, or the one that an Update may carry.
  public var errorCode: TEEPErrorCode? {
    var reader = type == .error ? reader(element: 0) : reader(.errCode)
    guard let number = try? reader.unsigned() else { return nil }
    return numbers.errorCode(number)
  }

  /// An encoded option, for whoever encodes the message again.
  @_lifetime(copy self)
  func encodedOption(_ label: TEEPLabel) -> Span<UInt8>? {
    var reader = reader(label)
    guard let range = try? reader.skip() else { return nil }
    return bytes.bytes(of: range)
  }

  /// The encoded elements behind the options.
  @_lifetime(copy self)
  func encodedElement(_ index: Int) -> Span<UInt8>? {
    var reader = reader(element: index)
    guard let range = try? reader.skip() else { return nil }
    return bytes.bytes(of: range)
  }
}
