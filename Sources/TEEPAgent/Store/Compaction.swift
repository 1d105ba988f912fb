extension Store where F: ~Copyable {
  /// How many pages are free.
  var freePageCount: Int {
    var taken = held
    taken.formUnion(committed)
    return taken.freeRunCount(of: 1, in: pool, upTo: pool.count)
  }

  /// Takes the next free pages in a row, so that at least `spareCount` runs of `spare` pages stay free; nil where there
  /// are none.
  @inline(never)
  mutating func place(_ count: Int, leaving spareCount: Int, runsOf spare: Int) -> Int? {
    var taken = held
    taken.formUnion(committed)
    let place = taken.place(count, from: cursor, in: pool, leaving: spareCount, runsOf: spare)
    guard let page = place else { return nil }
    held.insert(count, from: page)
    cursor = page &+ count
    return page
  }

  /// Takes pages in a row for a slot, and leaves enough for the directory of a removal. Where there are enough, but not
  /// in a row, what was committed is moved out of the way.
  @inline(never)
  mutating func takePages(_ count: Int) throws(StoreError) -> Int {
    let spare = directory.pageCount
    if let page = place(count, leaving: StoreLayout.copyCount, runsOf: spare) { return page }
    guard !transaction.isOpen, freePageCount >= count &+ StoreLayout.copyCount &* spare else { throw .full }
    try clear(count)
    guard let page = place(count, leaving: StoreLayout.copyCount, runsOf: spare) else { throw .full }
    return page
  }

  /// Moves, in one transaction, what is in the way of that many pages in a row, where the least has to be moved.
  private mutating func clear(_ count: Int) throws(StoreError) {
    var least = 0
    var best = pool.lowerBound
    for first in pool.lowerBound...pool.upperBound &- count {
      let moved = pageCountMoved(toClear: first..<first &+ count)
      if moved > 0, least == 0 || moved < least {
        least = moved
        best = first
      }
    }
    guard least > 0 else { throw .full }
    let before = held
    do throws(StoreError) {
      held.insert(count, from: best)
      try begin(growth: 0)
      transaction.clearedPages = best..<best &+ count
      try commit()
      changeCount &-= 1
      held = before
      cursor = best
    } catch {
      held = before
      throw error
    }
  }

  /// How many pages have to be moved so that `pages` are free; 0 where none, or where a slot is in the way that is not
  /// committed.
  @inline(never)
  private func pageCountMoved(toClear pages: Range<Int>) -> Int {
    for page in pages where held.contains(page) { return 0 }
    var count = 0
    var offset = directory.start
    while let record = directory.record(at: offset, in: flash.bytes) {
      if record.kind.hasPlace {
        let extent = record.extent(in: flash.bytes)
        if extent.overlaps(pages) { count &+= extent.pageCount }
      }
      offset = record.end
    }
    return count
  }

  /// Where what `record` has at `extent` will be: in another place, to which it is copied, if its pages are being
  /// cleared.
  @inline(never)
  mutating func cleared(_ extent: Extent, of record: DirectoryRecord) throws(StoreError) -> Extent {
    guard extent.overlaps(transaction.clearedPages) else { return extent }
    if record.kind == .component {
      // Another manifest may link it, too, and have been here before.
      let identifier = flash.bytes.extracting(record.name)
      let moved = transaction.directory.find(identifier, .component, in: flash.bytes)
      if let moved { return moved.extent(in: flash.bytes) }
    }
    guard let page = place(extent.pageCount, leaving: 0, runsOf: 1) else { throw .full }
    let mapping = flash.mapping
    try writeNext(mapping.bytes.extracting(extent.wordRange), at: page &* flashPageSize)
    return Extent(page: page, byteCount: extent.byteCount)
  }
}
