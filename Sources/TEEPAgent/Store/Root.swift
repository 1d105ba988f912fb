/// Where both copies of a directory begin: one word of a root page. The upper half is the complement of the lower
/// one, the first pages of the copies, so that a word which was programmed only in part never passes for an entry.
struct RootEntry: Equatable {
  let word: UInt32

  init(pages first: Int, _ second: Int) {
    let pages = UInt32(truncatingIfNeeded: first | second &<< 8)
    word = pages | ~pages &<< 16
  }

  /// An entry; nil where `word` is none.
  init?(word: UInt32) {
    guard (word ^ word &>> 16) & 0xFFFF == 0xFFFF else { return nil }
    self.word = word
  }

  /// The first page of one copy of the directory.
  func page(of copy: Int) -> Int { Int((copy == 0 ? word : word &>> 8) & 0xFF) }
}

/// One of the two root pages: a word with the letters "TP" and the layout version, and an entry for each commit since
/// the page was erased. The last entry counts.
struct Root {
  /// The letters, in the lower half of the first word.
  static let letters: UInt32 = 0x5054
  /// The first word.
  static let head = letters | StoreLayout.version &<< 16

  /// Where the next entry goes, from the start of the page; its size where it is full, 0 where it has to be begun anew.
  let end: UInt16
  /// The last entry; nil where there is none, or it is damaged, or the page is of another layout.
  let entry: RootEntry?

  @inline(never)
  init(in flash: Span<UInt8>, copy: Int) {
    let offset = copy &* flashPageSize
    var end = offset &+ flashPageSize
    while end > offset, flash.word(at: end &- 4) == .max { end &-= 4 }
    let isKnown = flash.word(at: offset) == Self.head && end > offset &+ 4
    entry = isKnown ? RootEntry(word: flash.word(at: end &- 4)) : nil
    self.end = entry == nil ? 0 : UInt16(truncatingIfNeeded: end &- offset)
  }
}

extension Store where F: ~Copyable {
  /// Adds `entry` to one root page; begins the page anew where it is full or damaged.
  @inline(never)
  mutating func write(_ entry: RootEntry, toRoot copy: Int) throws(StoreError) {
    let page = copy &* flashPageSize
    var end = Int(rootEnds[copy])
    if end == 0 || end == flashPageSize {
      try erase(pageAt: page)
      try program(Root.head, at: page)
      end = 4
    }
    try program(entry.word, at: page &+ end)
    rootEnds[copy] = UInt16(truncatingIfNeeded: end &+ 4)
  }
}
