extension Store where F: ~Copyable {
  /// Makes all that was staged count, as one: after a power cut either none of it or all of it is found.
  /// Does nothing where nothing was staged. After a throw nothing of it was done; where that is a failure of the
  /// flash, the next mount knows.
  public mutating func commit() throws(StoreError) {
    guard transaction.isOpen else { return }
    do throws(StoreError) {
      try carryOver()
      let written = transaction.directory
      let count = StoreLayout.pageCount(holding: written.byteCount)
      // Side by side where both fit into the pages that were kept for the first: no page is passed over.
      let first = transaction.pages.0
      let second = 2 &* count <= transaction.pageCount ? first &+ count : transaction.pages.1
      let entry = JournalEntry(after: current, written, second: second, in: flash.bytes)
      let taken = try pagesTaken(after: entry)
      try copy(written.start..<written.end, to: second &* flashPageSize)
      try appendToJournal(entry)
      self.taken = taken
      current = entry
      directoryCopy = 0
      cursor = second &+ count
      transaction = Transaction()
    } catch {
      rollback()
      throw error
    }
  }

  /// Completes the directory with what stays of the one before, and checks that it can count.
  private mutating func carryOver() throws(StoreError) {
    let staged = transaction.directory
    let last = directory
    var isKept = false
    var offset = last.start
    while let record = last.record(at: offset, in: flash.bytes) {
      if record.kind != .component {
        let identifier = flash.bytes.extracting(record.identifier)
        isKept = staged.find(identifier, component: false, in: flash.bytes) == nil
      }
      if isKept { try stage(wordsIn: record.offset..<record.end) }
      offset = record.end
    }
    let written = transaction.directory
    try written.requireOnePlaceForEachComponent(before: staged.end, in: flash.bytes)
    guard written.identifierCount(in: flash.bytes) <= StoreLayout.identifierLimit
    else { throw .tooManyIdentifiers }
  }

  /// Which pages are in use once `entry` counts. Throws where they leave no room for the directory of a removal.
  private mutating func pagesTaken(after entry: JournalEntry) throws(StoreError) -> PageMap {
    var pages = taken
    pages.remove(transaction.pageCount, from: transaction.pages.0)
    pages.remove(transaction.pageCount, from: transaction.pages.1)
    if let last = current.pages(reading: directoryCopy, in: flash.bytes, pool: pool) { pages.subtract(last) }
    guard let next = entry.pages(reading: 0, in: flash.bytes, pool: pool) else { throw .full }
    pages.formUnion(next)
    guard pages.freeRunCount(of: max(1, entry.pageCount), in: pool) >= StoreLayout.copyCount
    else { throw .full }
    return pages
  }

  /// Adds `entry` to both copies of the journal; the last word of the first one is the commit.
  private mutating func appendToJournal(_ entry: JournalEntry) throws(StoreError) {
    for copy in 0..<StoreLayout.copyCount {
      let page = JournalPage(in: flash.bytes, copy: copy)
      if page.isFull { try erase(pageAt: page.offset) }
      try write(entry, at: page.isFull ? page.offset : page.end)
    }
  }
}
