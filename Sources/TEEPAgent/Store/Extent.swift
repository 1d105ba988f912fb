/// Contiguous bytes in the pool, from the start of a page; one word in flash (page, then 24 bits of length).
struct Extent: Equatable {
  let word: UInt32

  init(word: UInt32) { self.word = word }

  init(page: Int, byteCount: Int) {
    word = UInt32(truncatingIfNeeded: page) | UInt32(truncatingIfNeeded: byteCount) &<< 8
  }

  var page: Int { Int(word & 0xFF) }
  var byteCount: Int { Int(word &>> 8) }
  var pageCount: Int { StoreLayout.pageCount(holding: byteCount) }

  /// Where the bytes are in the flash.
  var range: Range<Int> { page &* flashPageSize..<page &* flashPageSize &+ byteCount }

  /// The whole words that hold the bytes.
  var wordRange: Range<Int> { range.lowerBound..<(range.upperBound &+ 3) & ~3 }

  /// Whether one of its pages is one of `pages`.
  func overlaps(_ pages: Range<Int>) -> Bool {
    page < pages.upperBound && pages.lowerBound < page &+ pageCount
  }

  /// Whether it lies in `pool`.
  func isWithin(_ pool: Range<Int>) -> Bool {
    byteCount == 0 || (page >= pool.lowerBound && page &+ pageCount <= pool.upperBound)
  }
}
