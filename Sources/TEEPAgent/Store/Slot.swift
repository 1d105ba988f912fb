/// Pages of the pool that a payload, a manifest or a message is written to from front to back. It names the same
/// pages until it is discarded or the store is mounted again.
public struct Slot: Sendable {
  /// How many bytes it was allocated for.
  public let byteCount: Int
  /// How many bytes were appended.
  public internal(set) var writtenByteCount = 0
  let page: Int
  /// The bytes of the word that is not full yet, the others all ones.
  var pendingWord: UInt32 = .max

  /// A slot of no bytes.
  public init() { self.init(page: 0, byteCount: 0) }

  init(page: Int, byteCount: Int) {
    self.page = page
    self.byteCount = byteCount
  }

  /// Whether all of its bytes were appended.
  public var isComplete: Bool { writtenByteCount == byteCount }

  /// Where in the flash the next byte goes.
  fileprivate var end: Int { page &* flashPageSize &+ writtenByteCount }

  var extent: Extent { Extent(page: page, byteCount: byteCount) }
}

extension Store where F: ~Copyable {
  /// Takes pages in a row for `byteCount` bytes. Each is erased when the first byte is appended to it. What was
  /// committed may be moved for them, unless a transaction is open.
  /// Throws ``StoreError/full`` where there are none, or what is left would be too little for a commit.
  public mutating func allocate(byteCount: Int) throws(StoreError) -> Slot {
    try requireWritable()
    guard 0...flash.bytes.count ~= byteCount else { throw .full }
    if byteCount == 0 { return Slot() }
    let page = try takePages(StoreLayout.pageCount(holding: byteCount))
    return Slot(page: page, byteCount: byteCount)
  }

  /// Adds `bytes` to what `slot` has; throws ``StoreError/slotOverflow``, and adds nothing, where it has not
  /// that much room left.
  @inline(never)
  public mutating func append(_ bytes: Span<UInt8>, to slot: inout Slot) throws(StoreError) {
    try requireWritable()
    guard bytes.count <= slot.byteCount &- slot.writtenByteCount else { throw .slotOverflow }
    var index = 0
    while index < bytes.count {
      let whole = (bytes.count &- index) & ~3
      if slot.writtenByteCount & 3 == 0, whole > 0 {
        try writeNext(bytes.extracting(index..<index &+ whole), at: slot.end)
        slot.writtenByteCount &+= whole
        index &+= whole
      } else {
        try append(bytes[index], to: &slot)
        index &+= 1
      }
    }
  }

  /// Adds a byte before or behind those that are written by whole words.
  @inline(never)
  private mutating func append(_ byte: UInt8, to slot: inout Slot) throws(StoreError) {
    let shift = UInt32(truncatingIfNeeded: slot.writtenByteCount & 3) &* 8
    slot.pendingWord &= ~(0xFF &<< shift) | UInt32(byte) &<< shift
    let place = slot.end & ~3
    slot.writtenByteCount &+= 1
    if slot.writtenByteCount & 3 == 0 || slot.isComplete {
      try writeNext(slot.pendingWord, at: place)
      slot.pendingWord = .max
    }
  }

  /// Where in the flash, and so in ``mapping``, is what was appended to `slot`: up to 3 bytes less until it is complete.
  public func range(of slot: Slot) -> Range<Int> {
    let start = slot.page &* flashPageSize
    return start..<start &+ (slot.isComplete ? slot.byteCount : slot.writtenByteCount & ~3)
  }

  /// What was appended to `slot`, as far as it is in flash.
  @_lifetime(borrow self)
  public func bytes(of slot: Slot) -> Span<UInt8> { flash.bytes.extracting(range(of: slot)) }

  /// Frees the pages of `slot`, unless they were committed, and leaves an empty one. Not while a transaction
  /// that names it is open.
  public mutating func discard(_ slot: inout Slot) {
    held.remove(slot.extent.pageCount, from: slot.page)
    slot = Slot()
  }
}
