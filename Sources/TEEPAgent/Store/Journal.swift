/// What a commit adds to the journal: where the directory is. Four words in flash: the first page of each copy
/// and the length in bytes (1, 1 and 2 bytes); the number; the checksum of the directory; the checksum of the
/// three words before. The last one is the commit.
struct JournalEntry {
  static let byteCount = 16

  private var place: UInt32 = 0
  /// One more than that of the commit before; 0 before the first.
  private(set) var number: UInt32 = 0
  private var directoryChecksum: UInt32 = 0

  /// What counts before the first commit: a directory of no bytes.
  init() {}

  /// What makes the directory `written` count, whose second copy begins at page `second`.
  init(after last: JournalEntry, _ written: Directory, second: Int, in flash: Span<UInt8>) {
    place =
      UInt32(truncatingIfNeeded: written.start / flashPageSize) | UInt32(truncatingIfNeeded: second) &<< 8
      | UInt32(truncatingIfNeeded: written.byteCount) &<< 16
    number = last.number &+ 1
    directoryChecksum = Checksum.of(flash.extracting(written.start..<written.end))
  }

  /// The entry at `offset`; nil where the checksum does not fit.
  init?(in flash: Span<UInt8>, at offset: Int) {
    guard Self.checksum(in: flash, at: offset) == flash.word(at: offset &+ 12) else { return nil }
    place = flash.word(at: offset)
    number = flash.word(at: offset &+ 4)
    directoryChecksum = flash.word(at: offset &+ 8)
  }

  static func checksum(in flash: Span<UInt8>, at offset: Int) -> UInt32 {
    Checksum.of(flash.extracting(offset..<offset &+ 12))
  }

  /// The words of the entry before its checksum.
  var words: (UInt32, UInt32, UInt32) { (place, number, directoryChecksum) }

  /// Bytes of one copy of the directory.
  var byteCount: Int { Int(place &>> 16) }
  /// Pages of one copy of the directory.
  var pageCount: Int { StoreLayout.pageCount(holding: byteCount) }

  /// The first page of one copy of the directory.
  func page(of copy: Int) -> Int { Int((copy == 0 ? place : place &>> 8) & 0xFF) }

  /// Where one copy of the directory is.
  func directory(copy: Int) -> Directory {
    let start = page(of: copy) &* flashPageSize
    return Directory(start: start, end: start &+ byteCount)
  }

  /// Whether one copy of the directory is as it was written.
  @inline(never)
  func isIntact(copy: Int, in flash: Span<UInt8>, pool: Range<Int>) -> Bool {
    let directory = directory(copy: copy)
    return Extent(page: page(of: 0), byteCount: byteCount).isWithin(pool)
      && Extent(page: page(of: 1), byteCount: byteCount).isWithin(pool)
      && Checksum.of(flash.extracting(directory.start..<directory.end)) == directoryChecksum
      && pages(reading: copy, in: flash, pool: pool) != nil
  }

  /// The pages of both copies of the directory, and those that its records name; nil where one copy is not made
  /// of whole records with pages of `pool`.
  @inline(never)
  func pages(reading copy: Int, in flash: Span<UInt8>, pool: Range<Int>) -> PageMap? {
    guard var pages = directory(copy: copy).pages(in: flash, pool: pool) else { return nil }
    pages.insert(pageCount, from: page(of: 0))
    pages.insert(pageCount, from: page(of: 1))
    return pages
  }
}

/// What one of the two journal pages holds.
struct JournalPage {
  /// Where the next entry goes; the end of the page where it is full.
  let end: Int
  /// The last entry, nil where there is none or it is damaged.
  let last: JournalEntry?
  let offset: Int

  /// One of the two journal pages.
  @inline(never)
  init(in flash: Span<UInt8>, copy: Int) {
    let offset = (StoreLayout.journalPage &+ copy) &* flashPageSize
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
