/// What a commit adds to the journal: where the directory is. Four words in flash: the first page of each copy
/// and the length in bytes (1, 1 and 2 bytes); the number; the checksum of the directory; the checksum of the
/// three words before. The last one is the commit.
struct JournalEntry: Equatable {
  static let byteCount = 16

  var firstPages: UInt32 = 0
  /// One more than that of the commit before; 0 before the first.
  var number: UInt32 = 0
  var directoryChecksum: UInt32 = 0

  init() {}

  init(pages: (Int, Int), byteCount: Int, number: UInt32, directoryChecksum: UInt32) {
    firstPages =
      UInt32(truncatingIfNeeded: pages.0) | UInt32(truncatingIfNeeded: pages.1) &<< 8
      | UInt32(truncatingIfNeeded: byteCount) &<< 16
    self.number = number
    self.directoryChecksum = directoryChecksum
  }

  /// The entry at `offset`; nil where the checksum does not fit.
  init?(in flash: Span<UInt8>, at offset: Int) {
    guard Self.checksum(in: flash, at: offset) == flash.word(at: offset &+ 12) else { return nil }
    firstPages = flash.word(at: offset)
    number = flash.word(at: offset &+ 4)
    directoryChecksum = flash.word(at: offset &+ 8)
  }

  static func checksum(in flash: Span<UInt8>, at offset: Int) -> UInt32 {
    Checksum.of(flash.extracting(offset..<offset &+ 12))
  }

  var byteCount: Int { Int(firstPages &>> 16) }
  var pageCount: Int { StoreLayout.pageCount(holding: byteCount) }

  /// The first page of one copy of the directory.
  func page(of copy: Int) -> Int { Int((firstPages &>> (copy == 0 ? 0 : 8)) & 0xFF) }

  /// Where one copy of the directory is.
  func directory(copy: Int) -> Directory {
    let start = page(of: copy) &* flashPageSize
    return Directory(start: start, end: start &+ byteCount)
  }
}

/// What one of the two journal pages holds.
struct JournalPage {
  /// Where the next entry goes; the end of the page where it is full.
  let end: Int
  /// The last entry, nil where there is none or it is damaged.
  let last: JournalEntry?
  let offset: Int

  /// The journal page at `offset`.
  @inline(never)
  init(in flash: Span<UInt8>, at offset: Int) {
    var end = offset &+ flashPageSize
    while end > offset, flash.isErased(end &- JournalEntry.byteCount..<end) { end &-= JournalEntry.byteCount }
    self.end = end
    self.offset = offset
    last = end > offset ? JournalEntry(in: flash, at: end &- JournalEntry.byteCount) : nil
  }

  var isErased: Bool { end == offset }
  var isFull: Bool { end == offset &+ flashPageSize }
  /// Whether it has one thing at most: what the very first commit may leave when it is cut.
  var hasOneEntryAtMost: Bool { end <= offset &+ JournalEntry.byteCount }
}
