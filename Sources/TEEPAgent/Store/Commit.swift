extension Store where F: ~Copyable {
  /// Makes all that was staged count, as one: after a power cut either none of it or all of it is found.
  /// Does nothing where nothing was staged. After a throw nothing of it was done; where that is a failure of the
  /// flash, the next mount knows.
  public mutating func commit() throws(StoreError) {
    guard transaction.isOpen else { return }
    do throws(StoreError) {
      try carryOver()
      let written = transaction.directory
      let count = StoreLayout.pageCount(holding: written.end &- written.start)
      let first = transaction.pages.0
      // Side by side where both fit into the pages that were kept for the first: no page is passed over.
      let second = 2 &* count <= transaction.pageCount ? first &+ count : transaction.pages.1
      let after = try pagesAfterCommit(directories: (first, second), pageCount: count)
      try copy(written.start..<written.end, to: second &* flashPageSize)
      let entry = JournalEntry(
        pages: (first, second), byteCount: written.end &- written.start,
        number: current.number &+ 1,
        directoryChecksum: Checksum.of(flash.bytes.extracting(written.start..<written.end)))
      try appendToJournal(entry)
      current = entry
      directory = written
      live = after.live
      taken = after.taken
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
    var isKept = false
    var offset = directory.start
    while let record = directory.record(at: offset, in: flash.bytes) {
      if record.kind != .component {
        let identifier = flash.bytes.extracting(record.identifier)
        isKept = staged.find(identifier, component: false, in: flash.bytes) == nil
      }
      if isKept { try stage(wordsIn: record.offset..<record.end) }
      offset = record.end
    }
    try requireOneContentForEachComponent(in: staged)
  }

  /// Throws where a component of `staged` has another place in any other record, and where the manifests are too many.
  private func requireOneContentForEachComponent(in staged: Directory) throws(StoreError) {
    let flash = flash.bytes
    var manifestCount = 0
    var offset = transaction.directory.start
    while let record = transaction.directory.record(at: offset, in: flash) {
      offset = record.end
      if record.kind != .component { manifestCount &+= 1 }
      if record.kind != .component || record.offset >= staged.end { continue }
      var rest = Directory(start: record.end, end: transaction.directory.end)
      while let other = rest.find(flash.extracting(record.identifier), component: true, in: flash) {
        if other.extent(in: flash) != record.extent(in: flash) { throw .componentLinked }
        rest.start = other.end
      }
    }
    if manifestCount > StoreLayout.identifierLimit { throw .tooManyIdentifiers }
  }

  /// Which pages are in use once the transaction counts. Throws where they leave no room for the directory of
  /// a removal.
  private func pagesAfterCommit(
    directories: (Int, Int), pageCount count: Int
  ) throws(StoreError) -> (live: PageMap, taken: PageMap) {
    guard var pages = transaction.directory.pages(in: flash.bytes, pool: pool) else { throw .full }
    pages.insert(count, from: directories.0)
    pages.insert(count, from: directories.1)
    var taken = taken
    taken.remove(transaction.pageCount, from: transaction.pages.0)
    taken.remove(transaction.pageCount, from: transaction.pages.1)
    taken.subtract(live)
    taken.formUnion(pages)
    guard taken.freeRunCount(of: max(1, count), in: pool) >= StoreLayout.copyCount else { throw .full }
    return (pages, taken)
  }

  /// Adds `entry` to both copies of the journal; the last word of the first one is the commit.
  private mutating func appendToJournal(_ entry: JournalEntry) throws(StoreError) {
    for copy in 0..<StoreLayout.copyCount {
      let page = JournalPage(in: flash.bytes, at: journalOffset(copy))
      if page.isFull { try erase(pageAt: page.offset) }
      try write(entry, at: page.isFull ? page.offset : page.end)
    }
  }
}
