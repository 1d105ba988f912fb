extension Store where F: ~Copyable {
  /// Finds the provisioning content, and writes its other copy anew where that is damaged.
  mutating func mountProvisioning() throws(StoreError) {
    let copy = try ProvisioningContent.intactCopy(in: flash.bytes)
    provisioningRange = ProvisioningContent.range(copy: copy, in: flash.bytes)
    let other = 1 &- copy
    if !ProvisioningContent.isIntact(copy: other, in: flash.bytes) {
      let end = (provisioningRange.upperBound &+ 3) & ~3
      try self.copy(
        ProvisioningContent.offset(ofCopy: copy)..<end, to: ProvisioningContent.offset(ofCopy: other))
    }
  }

  /// Finds the last commit and makes all copies of it whole.
  mutating func mountJournal() throws(StoreError) {
    let first = JournalPage(in: flash.bytes, at: journalOffset(0))
    let second = JournalPage(in: flash.bytes, at: journalOffset(1))
    guard let newest = newer(first.last, second.last) else {
      // The first commit of all was not made, or everything is lost.
      guard second.isErased, first.hasOneEntryAtMost else {
        refusal = .sequenceNumbersLost
        return
      }
      if !first.isErased { try erase(pageAt: first.offset) }
      return
    }
    current = newest
    let intact = (isIntact(copy: 0), isIntact(copy: 1))
    guard intact.0 || intact.1 else {
      refusal = .sequenceNumbersLost
      return
    }
    directory = newest.directory(copy: intact.0 ? 0 : 1)
    cursor = newest.page(of: 1) &+ newest.pageCount
    live = directory.pages(in: flash.bytes, pool: pool) ?? PageMap()
    for copy in 0..<StoreLayout.copyCount { live.insert(newest.pageCount, from: newest.page(of: copy)) }
    taken = live
    if first.last != newest { try rewriteJournalPage(0) }
    if second.last != newest { try rewriteJournalPage(1) }
    if !(intact.0 && intact.1) {
      try begin()
      try commit()
    }
  }

  /// Where one of the two journal pages begins.
  func journalOffset(_ copy: Int) -> Int { (StoreLayout.journalPage &+ copy) &* flashPageSize }

  /// Whether one copy of the directory that `current` names is as it was written.
  func isIntact(copy: Int) -> Bool {
    let range = current.directory(copy: copy)
    guard Extent(page: current.page(of: copy), byteCount: current.byteCount).isWithin(pool),
      Checksum.of(flash.bytes.extracting(range.start..<range.end)) == current.directoryChecksum
    else { return false }
    return range.pages(in: flash.bytes, pool: pool) != nil
  }

  private func newer(_ first: JournalEntry?, _ second: JournalEntry?) -> JournalEntry? {
    guard let first, let second else { return first ?? second }
    return second.number > first.number ? second : first
  }

  private mutating func rewriteJournalPage(_ copy: Int) throws(StoreError) {
    try erase(pageAt: journalOffset(copy))
    try write(current, at: journalOffset(copy))
  }

  /// Programs `entry` where nothing is programmed; its last word is what makes it one.
  mutating func write(_ entry: JournalEntry, at offset: Int) throws(StoreError) {
    try program(entry.firstPages, at: offset)
    try program(entry.number, at: offset &+ 4)
    try program(entry.directoryChecksum, at: offset &+ 8)
    try program(JournalEntry.checksum(in: flash.bytes, at: offset), at: offset &+ 12)
  }
}
