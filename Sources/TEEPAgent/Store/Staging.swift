extension Store where F: ~Copyable {
  /// Opens a transaction: takes the pages of the new directory, more than it has now, by up to `growth` bytes, where
  /// there is room, and leaves as many for the second copy.
  @inline(never)
  mutating func begin(growth: Int = StoreLayout.transactionByteCount) throws(StoreError) {
    try requireWritable()
    try requireDirectory()
    var count = StoreLayout.pageCount(holding: directory.range.count &+ growth)
    while count >= directory.pageCount {
      if let first = place(count, leaving: 1, runsOf: count) {
        transaction.pages = (first, first)
        transaction.pageCount = count
        transaction.end = transaction.directory.start
        return try erase(pageAt: first &* flashPageSize)
      }
      count &-= 1
    }
    throw .full
  }

  /// Goes over to the other copy of the directory where the one in use has been damaged since the mount.
  private mutating func requireDirectory() throws(StoreError) {
    if let directory = intactDirectory(of: entry) {
      self.directory = directory
    } else if directory.end != 0 {
      refusal = .contentLost
      throw .contentLost
    }
  }

  /// Adds a record.
  @inline(never)
  mutating func stage(
    _ kind: DirectoryRecord.Kind, _ identifier: Span<UInt8>, _ slot: Slot?, _ digest: Span<UInt8>?,
    _ sequenceNumber: UInt64?
  ) throws(StoreError) {
    guard 1...StoreLayout.identifierByteLimit ~= identifier.count else { throw .unsupportedIdentifier }
    try stage(DirectoryRecord.head(kind, nameByteCount: identifier.count))
    if let slot, let digest {
      guard slot.isComplete else { throw .slotIncomplete }
      guard digest.count == StoreLayout.digestByteCount else { throw .unsupportedDigest }
      try stage(slot.extent.word)
      try stage(digest)
    }
    if let sequenceNumber {
      try stage(UInt32(truncatingIfNeeded: sequenceNumber))
      try stage(UInt32(truncatingIfNeeded: sequenceNumber &>> 32))
    }
    try stage(identifier)
  }

  /// Adds a record of the directory or of this transaction, as it is but for a place that is being cleared.
  @inline(never)
  mutating func stage(_ record: DirectoryRecord) throws(StoreError) {
    let mapping = flash.mapping
    var offset = record.offset
    if record.kind.hasPlace {
      try stage(flash.word(at: offset))
      try stage(cleared(record.extent(in: mapping.bytes), of: record).word)
      offset &+= 8
    }
    try stage(mapping.bytes.extracting(offset..<record.end))
  }

  /// Adds `bytes`, filled up to whole words with zeros.
  @inline(never)
  mutating func stage(_ bytes: Span<UInt8>) throws(StoreError) {
    let whole = bytes.count & ~3
    let end = transaction.end
    guard whole <= transaction.limit &- end else { throw .full }
    try writeNext(bytes.extracting(0..<whole), at: end)
    transaction.end = end &+ whole
    if whole == bytes.count { return }
    var word: UInt32 = 0
    for index in whole..<bytes.count {
      word |= UInt32(bytes[index]) &<< UInt32(truncatingIfNeeded: (index & 3) &* 8)
    }
    try stage(word)
  }

  @inline(never)
  mutating func stage(_ word: UInt32) throws(StoreError) {
    let end = transaction.end
    guard end < transaction.limit else { throw .full }
    try writeNext(word, at: end)
    transaction.end = end &+ 4
  }
}
