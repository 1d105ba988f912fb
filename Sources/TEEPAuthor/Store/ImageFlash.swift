import TEEPAgent

/// A copy in memory of a store's image, so that mounting it leaves the file as it is.
struct ImageFlash: Flash, FlashMapping {
  private var memory: [UInt8]

  init(_ image: [UInt8]) {
    memory = image
  }

  var bytes: Span<UInt8> {
    @_lifetime(borrow self) get { memory.span }
  }

  /// What the memory is now.
  var mapping: ImageFlash { self }

  mutating func program(_ word: UInt32, at offset: Int) throws(FlashError) {
    for index in 0..<4 { memory[offset + index] &= UInt8(truncatingIfNeeded: word >> (8 * UInt32(index))) }
  }

  mutating func erase(pageAt offset: Int) throws(FlashError) {
    for index in offset..<offset + flashPageSize { memory[index] = 0xFF }
  }
}
