/// A set of pages of the store.
struct PageMap {
  private var words = InlineArray<8, UInt32>(repeating: 0)

  /// Whether `page` is in the set.
  func contains(_ page: Int) -> Bool {
    words.span[page &>> 5] & bit(of: page) != 0
  }

  /// Adds `count` pages from `first` on.
  @inline(never)
  mutating func insert(_ count: Int, from first: Int) {
    for page in first..<first &+ count { words[page &>> 5] |= bit(of: page) }
  }

  /// Takes out `count` pages from `first` on.
  @inline(never)
  mutating func remove(_ count: Int, from first: Int) {
    for page in first..<first &+ count { words[page &>> 5] &= ~bit(of: page) }
  }

  /// Adds every page of `other`.
  @inline(never)
  mutating func formUnion(_ other: borrowing PageMap) {
    for index in words.indices { words[index] |= other.words.span[index] }
  }

  /// Takes out every page of `other`.
  @inline(never)
  mutating func subtract(_ other: borrowing PageMap) {
    for index in words.indices { words[index] &= ~other.words.span[index] }
  }

  /// How many runs of `length` pages fit side by side into the pages of `pool` that are not in the set; looked for up to
  /// `limit`.
  @inline(never)
  func freeRunCount(of length: Int, in pool: Range<Int>, upTo limit: Int) -> Int {
    var runs = 0
    var free = 0
    for page in pool {
      free = contains(page) ? 0 : free &+ 1
      if free == length {
        runs &+= 1
        free = 0
        if runs >= limit { break }
      }
    }
    return runs
  }

  /// Adds the first run of `count` pages of `pool`, from `cursor` on and then from the start, after which at
  /// least `spareCount` runs of `spare` pages stay free; nil and unchanged where there is none.
  @inline(never)
  mutating func place(
    _ count: Int, from cursor: Int, in pool: Range<Int>, leaving spareCount: Int, runsOf spare: Int
  ) -> Int? {
    var first = cursor
    for _ in 0...pool.count {
      if first &+ count > pool.upperBound { first = pool.lowerBound }
      if first &+ count > pool.upperBound { return nil }
      if isFree(count, from: first) {
        insert(count, from: first)
        if freeRunCount(of: spare, in: pool, upTo: spareCount) >= spareCount { return first }
        remove(count, from: first)
      }
      first &+= 1
    }
    return nil
  }

  private func isFree(_ count: Int, from first: Int) -> Bool {
    for page in first..<first &+ count where contains(page) { return false }
    return true
  }

  private func bit(of page: Int) -> UInt32 { 1 &<< UInt32(page & 31) }
}
