extension Store where F: ~Copyable {
  /// Finds the provisioning content, and writes its other copy anew where that is damaged.
  mutating func mountProvisioning() throws(StoreError) {
    provisioningCopy = try ProvisioningContent.intactCopy(in: flash.bytes)
    let other = 1 &- provisioningCopy
    if !ProvisioningContent.isIntact(copy: other, in: flash.bytes) {
      let end = ProvisioningContent.range(copy: provisioningCopy, in: flash.bytes).upperBound
      try copy(
        ProvisioningContent.offset(ofCopy: provisioningCopy)..<(end &+ 3) & ~3,
        to: ProvisioningContent.offset(ofCopy: other))
    }
  }

  /// Finds the last commit and makes all copies of it whole.
  mutating func mountJournal() throws(StoreError) {
    let first = JournalPage(in: flash.bytes, copy: 0)
    let second = JournalPage(in: flash.bytes, copy: 1)
    guard let newest = second.last?.number ?? 0 > first.last?.number ?? 0 ? second.last : first.last else {
      // The first commit of all was not made, or everything is lost.
      if !second.isErased || !first.hasOneEntryAtMost {
        refusal = .sequenceNumbersLost
      } else if !first.isErased {
        try erase(pageAt: first.offset)
      }
      return
    }
    let isIntact = (
      newest.isIntact(copy: 0, in: flash.bytes, pool: pool),
      newest.isIntact(copy: 1, in: flash.bytes, pool: pool)
    )
    guard isIntact.0 || isIntact.1 else {
      refusal = .sequenceNumbersLost
      return
    }
    current = newest
    directoryCopy = isIntact.0 ? 0 : 1
    cursor = newest.page(of: 1) &+ newest.pageCount
    taken = newest.pages(reading: directoryCopy, in: flash.bytes, pool: pool) ?? taken
    try repair(first)
    try repair(second)
    if !(isIntact.0 && isIntact.1) {
      try begin()
      try commit()
    }
  }

  /// Begins a journal page anew that does not end in the last commit.
  private mutating func repair(_ page: JournalPage) throws(StoreError) {
    if page.last?.number == current.number { return }
    try erase(pageAt: page.offset)
    try write(current, at: page.offset)
  }

  /// Programs `entry` where nothing is programmed; its last word is what makes it one.
  @inline(never)
  mutating func write(_ entry: JournalEntry, at offset: Int) throws(StoreError) {
    try program(entry.words.0, at: offset)
    try program(entry.words.1, at: offset &+ 4)
    try program(entry.words.2, at: offset &+ 8)
    try program(JournalEntry.checksum(in: flash.bytes, at: offset), at: offset &+ 12)
  }
}
