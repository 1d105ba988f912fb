import CBoard
public import TEEPAgent

/// The chip's own flash, from `__store_start` to `__store_end` of the linker script.
///
/// The processor stands still while a word is programmed (46 µs) or a page erased (22.3 ms), since it executes from
/// the same flash (nRF51822 Product Specification, section 8.15).
public struct StoreFlash: Flash, FlashMapping {
  public init() {}

  public var mapping: StoreFlash { self }

  /// Bytes in the store.
  @inline(__always)
  private var count: Int { Int(bitPattern: board_store_end() &- board_store_start()) }

  public var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      // The linker script reserves these bytes for the store, and they are readable at any time.
      let start = unsafe UnsafePointer<UInt8>(bitPattern: board_store_start()).unsafelyUnwrapped
      return unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), borrowing: self)
    }
  }

  public mutating func program(_ word: UInt32, at offset: Int) throws(FlashError) {
    guard offset >= 0, offset < count, offset & 3 == 0 else { throw .failed }
    programFlash(board_store_start() &+ UInt(bitPattern: offset), word)
  }

  public func word(at offset: Int) -> UInt32 {
    guard offset >= 0, offset < count, offset & 3 == 0 else { return .max }
    return board_load(board_store_start() &+ UInt(bitPattern: offset))
  }

  public mutating func erase(pageAt offset: Int) throws(FlashError) {
    guard offset >= 0, offset < count, offset & (flashPageSize - 1) == 0 else { throw .failed }
    eraseFlash(board_store_start() &+ UInt(bitPattern: offset))
  }
}
