/// Writes one TEEP message: the options in the order of their labels, then what follows them.
///
/// A member of an array is written by ``list(_:count:_:)``, whose closure encodes the items.
public struct TEEPMessageWriter: ~Copyable, ~Escapable {
  @usableFromInline var cbor: CBORWriter
  @usableFromInline let numbers: TEEPNumbers
  /// Behind the heads of the array and the type, one byte each.
  private let mapOffset = 2
  @usableFromInline var optionCount = 0

  /// Begins a message in `output`.
  @_lifetime(copy output)
  public init(
    _ type: TEEPMessageType, numbers: TEEPNumbers, into output: consuming MutableSpan<UInt8>
  ) throws(EncodeError) {
    cbor = CBORWriter(output)
    self.numbers = numbers
    try cbor.array(TEEPMessage.elementCount(of: type))
    try cbor.unsigned(numbers.number(of: type))
    try cbor.map(0)
  }

  @_lifetime(self: copy self)
  @usableFromInline
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  mutating func key(_ label: TEEPLabel) throws(EncodeError) {
    try cbor.unsigned(numbers.number(of: label))
    optionCount &+= 1
  }

  /// Adds a byte string.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func byteString(_ label: TEEPLabel, _ content: Span<UInt8>) throws(EncodeError) {
    try key(label)
    try cbor.byteString(content)
  }

  /// Adds a byte string whose content `body` encodes.
  @_lifetime(self: copy self)
  @inlinable @inline(__always)
  public mutating func byteString(
    _ label: TEEPLabel, containing body: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try key(label)
    try cbor.byteString(containing: body)
  }

  /// Adds a text string of UTF-8.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func textString(_ label: TEEPLabel, _ content: Span<UInt8>) throws(EncodeError) {
    try key(label)
    try cbor.textString(content)
  }

  /// Adds a text string that is in the program.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  public mutating func textString(_ label: TEEPLabel, _ text: StaticString) throws(EncodeError) {
    try key(label)
    try cbor.textString(text)
  }

  /// Adds an unsigned integer.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func unsigned(_ label: TEEPLabel, _ value: UInt64) throws(EncodeError) {
    try key(label)
    try cbor.unsigned(value)
  }

  /// Adds an item that is encoded already.
  @_lifetime(self: copy self)
  @inlinable
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func encoded(_ label: TEEPLabel, _ item: Span<UInt8>) throws(EncodeError) {
    try key(label)
    try cbor.raw(item)
  }

  /// Adds an array of `count` items, which `items` encodes.
  @_lifetime(self: copy self)
  @inlinable @inline(__always)
  public mutating func list(
    _ label: TEEPLabel, count: Int, _ items: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try key(label)
    try cbor.array(count)
    try items(&cbor)
  }

  /// Adds an array of as many items as `items` says that it has encoded.
  ///
  /// - Parameter keepsEmpty: whether the list is there though it is empty; the others have one item at least.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func list(
    _ label: TEEPLabel, keepsEmpty: Bool, _ items: (inout CBORWriter) throws(EncodeError) -> Int
  ) throws(EncodeError) {
    let start = cbor.count
    try key(label)
    let first = cbor.count
    let count = try items(&cbor)
    try closeList(count, since: first, orRewindTo: keepsEmpty ? first : start)
  }

  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #endif
  private mutating func closeList(
    _ count: Int, since first: Int, orRewindTo start: Int
  ) throws(EncodeError) {
    guard count == 0, start != first else { return try cbor.insertHead(.array, UInt64(count), at: first) }
    cbor.rewind(to: start)
    optionCount &-= 1
  }

  /// Ends a QueryResponse, Update or Success; gives the number of bytes of the message.
  public consuming func finish() -> Int {
    cbor.setMapCount(optionCount, at: mapOffset)
    return cbor.count
  }

  /// Ends an Error; gives the number of bytes of the message.
  public consuming func finish(errorCode: TEEPErrorCode) throws(EncodeError) -> Int {
    try cbor.unsigned(numbers.number(of: errorCode))
    return finish()
  }

  /// Ends a QueryRequest with what it offers and asks for, both lists encoded; gives the number of bytes.
  public consuming func finish(
    cipherSuites: Span<UInt8>, profiles: Span<UInt8>, dataItemRequested: DataItems
  ) throws(EncodeError) -> Int {
    try cbor.raw(cipherSuites)
    try cbor.raw(profiles)
    try cbor.unsigned(dataItemRequested.rawValue)
    return finish()
  }
}
