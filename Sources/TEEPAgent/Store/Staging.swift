extension Store where F: ~Copyable {
  /// Opens a transaction: takes the pages of both copies of the new directory, more than it has now where there
  /// is room.
  mutating func begin() throws(StoreError) {
    try requireWritable()
    try requireDirectory()
    let least = max(1, current.pageCount)
    var count = StoreLayout.pageCount(holding: current.byteCount &+ StoreLayout.transactionByteCount)
    while count >= least {
      if let first = taken.place(count, from: cursor, in: pool, leaving: 1, runsOf: count),
        let second = taken.place(count, from: first &+ count, in: pool, leaving: 0, runsOf: 1)
      {
        transaction = Transaction(pages: (first, second), pageCount: count, end: first &* flashPageSize)
        return
      }
      count &-= 1
    }
    throw .full
  }

  /// Goes over to the other copy of the directory where the one in use has been damaged since the mount.
  private mutating func requireDirectory() throws(StoreError) {
    for copy in 0..<StoreLayout.copyCount
    where current.isIntact(copy: copy, in: flash.bytes, pool: pool) {
      directoryCopy = copy
      return
    }
    refusal = .sequenceNumbersLost
    throw .sequenceNumbersLost
  }

  /// Adds a record.
  @inline(never)
  mutating func stage(
    _ kind: DirectoryRecord.Kind, _ identifier: Span<UInt8>, _ slot: Slot?, _ digest: Span<UInt8>?,
    _ sequenceNumber: UInt64?
  ) throws(StoreError) {
    guard 1...StoreLayout.identifierByteLimit ~= identifier.count else { throw .unsupportedIdentifier }
    try stage(DirectoryRecord.head(kind, identifierByteCount: identifier.count))
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

  /// Adds words that are in flash.
  @inline(never)
  mutating func stage(wordsIn range: Range<Int>) throws(StoreError) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      try stage(flash.bytes.word(at: offset))
      offset &+= 4
    }
  }

  /// Adds `bytes`, filled up to whole words with zeros.
  @inline(never)
  private mutating func stage(_ bytes: Span<UInt8>) throws(StoreError) {
    var word: UInt32 = 0
    for index in bytes.indices {
      word |= UInt32(bytes[index]) &<< UInt32(truncatingIfNeeded: (index & 3) &* 8)
      if index & 3 == 3 || index == bytes.count &- 1 {
        try stage(word)
        word = 0
      }
    }
  }

  @inline(never)
  private mutating func stage(_ word: UInt32) throws(StoreError) {
    let end = transaction.end
    guard end < (transaction.pages.0 &+ transaction.pageCount) &* flashPageSize else { throw .full }
    try writeNext(word, at: end)
    transaction.end = end &+ 4
  }
}
