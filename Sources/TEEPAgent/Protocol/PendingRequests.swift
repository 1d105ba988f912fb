import TEEPCodec

/// What the device's applications have asked for and what they no longer need, until a TAM has dealt with it: component
/// identifiers, encoded, one behind the other.
struct PendingRequests: ~Copyable {
  /// Bytes that all pending identifiers may take together.
  static let capacity = 320

  enum Kind: UInt8 {
    case requested = 1
    case unneeded = 2
  }

  /// What is wanted of a component.
  enum Request: Equatable {
    /// To have it. Where the device has the component itself and lacks its manifest alone, with the least sequence number
    /// of that.
    case requested(UInt64?)
    case unneeded
  }

  /// Entries: kind, length of the identifier, length of the sequence number (0 or 8), identifier, sequence number.
  private var storage = InlineArray<320, UInt8>(repeating: 0)
  private var used = 0

  private static let headCount = 3

  /// All entries, as ``load(_:)`` takes them.
  var bytes: Span<UInt8> { @_lifetime(borrow self) get { storage.span.extracting(first: used) } }

  /// Takes what ``bytes`` once was.
  mutating func load(_ bytes: Span<UInt8>) {
    guard bytes.count <= Self.capacity else { return }
    for index in bytes.indices { storage[index] = bytes[index] }
    used = bytes.count
  }

  // The entries are read through their bytes: a method that does not change a large struct gets a copy of it.

  /// Where the entry at `offset` ends.
  private static func end(of offset: Int, in bytes: Span<UInt8>) -> Int {
    offset &+ headCount &+ Int(bytes[offset &+ 1]) &+ Int(bytes[offset &+ 2])
  }

  /// The identifier of the entry at `offset`.
  @_lifetime(copy bytes)
  private static func identifier(at offset: Int, in bytes: Span<UInt8>) -> Span<UInt8> {
    let start = offset &+ headCount
    return bytes.extracting(start..<start &+ Int(bytes[offset &+ 1]))
  }

  /// Where the n-th entry of a kind begins; the end of the bytes beyond the last.
  @inline(never)
  private static func offset(of kind: Kind, at index: Int, in bytes: Span<UInt8>) -> Int {
    var left = index
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] == kind.rawValue {
        if left == 0 { return offset }
        left &-= 1
      }
      offset = end(of: offset, in: bytes)
    }
    return offset
  }

  /// Adds a component, in place of what was pending for it.
  ///
  /// - Returns: false where there is no more room.
  mutating func add(_ request: Request, _ identifier: Span<UInt8>) -> Bool {
    remove(identifier)
    var kind = Kind.unneeded
    var number: UInt64?
    if case .requested(let sequenceNumber) = request { (kind, number) = (.requested, sequenceNumber) }
    let numberCount = number == nil ? 0 : 8
    let count = Self.headCount &+ identifier.count &+ numberCount
    guard identifier.count <= 255, count <= Self.capacity &- used else { return false }
    storage[used] = kind.rawValue
    storage[used &+ 1] = UInt8(truncatingIfNeeded: identifier.count)
    storage[used &+ 2] = UInt8(truncatingIfNeeded: numberCount)
    let start = used &+ Self.headCount
    for index in identifier.indices { storage[start &+ index] = identifier[index] }
    for index in 0..<numberCount {
      storage[start &+ identifier.count &+ index] = UInt8(
        truncatingIfNeeded: (number ?? 0) &>> UInt64(8 &* index))
    }
    used &+= count
    return true
  }

  /// Forgets a component.
  @inline(never)
  mutating func remove(_ identifier: Span<UInt8>) {
    var offset = 0
    while offset < used {
      let next = Self.end(of: offset, in: bytes)
      if Self.identifier(at: offset, in: bytes).equals(identifier) {
        for index in next..<used { storage[index &- next &+ offset] = storage[index] }
        used &-= next &- offset
        return
      }
      offset = next
    }
  }

  /// The encoded identifier of the n-th entry of a kind; nil beyond the last.
  @_lifetime(borrow self)
  @inline(never)
  func identifier(_ kind: Kind, at index: Int) -> Span<UInt8>? {
    let bytes = bytes
    let offset = Self.offset(of: kind, at: index, in: bytes)
    if offset == bytes.count { return nil }
    return Self.identifier(at: offset, in: bytes)
  }

  /// The sequence number with the n-th entry of a kind, where it has one.
  @inline(never)
  mutating func sequenceNumber(_ kind: Kind, at index: Int) -> UInt64? {
    let bytes = bytes
    let offset = Self.offset(of: kind, at: index, in: bytes)
    guard offset < bytes.count, bytes[offset &+ 2] != 0 else { return nil }
    let end = Self.end(of: offset, in: bytes)
    var number: UInt64 = 0
    for index in 1...8 { number = number &<< 8 | UInt64(bytes[end &- index]) }
    return number
  }

  /// Whether a component is pending in this way.
  @inline(never)
  mutating func contains(_ kind: Kind, _ identifier: Span<UInt8>) -> Bool {
    let bytes = bytes
    var offset = 0
    while offset < bytes.count {
      if bytes[offset] == kind.rawValue, Self.identifier(at: offset, in: bytes).equals(identifier) {
        return true
      }
      offset = Self.end(of: offset, in: bytes)
    }
    return false
  }
}
