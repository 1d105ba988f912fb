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

  /// Entries: kind, length, encoded identifier.
  private var storage = InlineArray<320, UInt8>(repeating: 0)
  private var used = 0

  /// Adds a component, in place of what was pending for it.
  ///
  /// - Returns: false where there is no more room.
  mutating func add(_ kind: Kind, _ identifier: Span<UInt8>) -> Bool {
    remove(identifier)
    guard identifier.count <= 255, identifier.count &+ 2 <= Self.capacity &- used else { return false }
    storage[used] = kind.rawValue
    storage[used &+ 1] = UInt8(truncatingIfNeeded: identifier.count)
    for index in identifier.indices { storage[used &+ 2 &+ index] = identifier[index] }
    used &+= identifier.count &+ 2
    return true
  }

  /// Forgets a component.
  @inline(never)
  mutating func remove(_ identifier: Span<UInt8>) {
    var offset = 0
    while offset < used {
      let next = offset &+ 2 &+ Int(storage[offset &+ 1])
      if storage.span.extracting(offset &+ 2..<next).equals(identifier) {
        for index in next..<used { storage[index &- next &+ offset] = storage[index] }
        used &-= next &- offset
        return
      }
      offset = next
    }
  }

  /// Number of entries of a kind.
  mutating func count(of kind: Kind) -> Int {
    var count = 0
    var offset = 0
    let bytes = storage.span
    while offset < used {
      if bytes[offset] == kind.rawValue { count &+= 1 }
      offset &+= 2 &+ Int(bytes[offset &+ 1])
    }
    return count
  }

  /// The encoded identifier of the n-th entry of a kind; `index` is less than ``count(of:)``.
  @_lifetime(borrow self)
  @inline(never)
  func identifier(_ kind: Kind, at index: Int) -> Span<UInt8> {
    let bytes = storage.span
    var left = index
    var offset = 0
    while offset < used {
      let next = offset &+ 2 &+ Int(bytes[offset &+ 1])
      if bytes[offset] == kind.rawValue {
        if left == 0 { return bytes.extracting(offset &+ 2..<next) }
        left &-= 1
      }
      offset = next
    }
    return bytes.extracting(0..<0)
  }

  /// Whether a component is pending in this way.
  @inline(never)
  mutating func contains(_ kind: Kind, _ identifier: Span<UInt8>) -> Bool {
    for index in 0..<count(of: kind) where self.identifier(kind, at: index).equals(identifier) { return true }
    return false
  }
}
