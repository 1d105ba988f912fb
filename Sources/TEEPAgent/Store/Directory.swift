import Checksums

/// All that the store holds after a commit: records one after the other, contiguous in flash. Before the first
/// record are three words: the CRC-32 of all that follows it, the length in bytes with these words, the number of the
/// commit.
struct Directory {
  static let headByteCount = 12

  /// Where the first record is.
  var start: Int
  /// Where the last record ends.
  var end: Int

  init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// The directory at the start of a page; nil where none is there that fits its checksum.
  @inline(never)
  init?(intactAt page: Int, in flash: Span<UInt8>) {
    let offset = page &* flashPageSize
    guard StoreLayout.poolPage &* flashPageSize..<flash.count ~= offset else { return nil }
    let byteCount = Int(truncatingIfNeeded: flash.word(at: offset &+ 4))
    guard Self.headByteCount...flash.count &- offset ~= byteCount,
      CRC32.of(flash.extracting(offset &+ 4..<offset &+ byteCount)) == flash.word(at: offset)
    else { return nil }
    self.init(start: offset &+ Self.headByteCount, end: offset &+ byteCount)
  }

  /// Where it is, with the words before the first record.
  var range: Range<Int> { start &- Self.headByteCount..<end }
  var pageCount: Int { StoreLayout.pageCount(holding: range.count) }

  /// The number of its commit.
  func number(in flash: Span<UInt8>) -> UInt32 { flash.word(at: start &- 4) }

  /// The record at `offset`, nil at the end.
  func record(at offset: Int, in flash: Span<UInt8>) -> DirectoryRecord? {
    DirectoryRecord(in: flash, at: offset, before: end)
  }

  /// The first record with that name whose kind stands for `kind`.
  @inline(never)
  func find(
    _ name: Span<UInt8>, _ kind: DirectoryRecord.Kind, in flash: Span<UInt8>
  ) -> DirectoryRecord? {
    var offset = start
    while let record = record(at: offset, in: flash) {
      if record.kind.standsFor(kind), flash.extracting(record.name).hasSameBytes(as: name) {
        return record
      }
      offset = record.end
    }
    return nil
  }

  /// The n-th record of that very kind.
  @inline(never)
  func record(_ kind: DirectoryRecord.Kind, at index: Int, in flash: Span<UInt8>) -> DirectoryRecord? {
    var left = index
    var offset = start
    while let record = record(at: offset, in: flash) {
      if record.kind == kind {
        if left == 0 { return record }
        left &-= 1
      }
      offset = record.end
    }
    return nil
  }

  /// How many records are of that very kind.
  func count(of kind: DirectoryRecord.Kind, in flash: Span<UInt8>) -> Int {
    var count = 0
    while record(kind, at: count, in: flash) != nil { count &+= 1 }
    return count
  }

  /// How many records with that name there are whose kind stands for `kind`.
  func count(
    of kind: DirectoryRecord.Kind, _ name: Span<UInt8>, in flash: Span<UInt8>
  ) -> Int {
    var count = 0
    var rest = self
    while let record = rest.find(name, kind, in: flash) {
      count &+= 1
      rest.start = record.end
    }
    return count
  }

  /// The records that follow `manifest` and belong to it.
  @inline(never)
  func links(of manifest: DirectoryRecord, in flash: Span<UInt8>) -> Directory {
    var links = Directory(start: manifest.end, end: manifest.end)
    while let record = record(at: links.end, in: flash), record.kind.isLink { links.end = record.end }
    return links
  }

  /// The pages of both copies, and those that the records name.
  @inline(never)
  func pages(at entry: RootEntry, in flash: Span<UInt8>) -> PageMap {
    var pages = PageMap()
    for copy in 0..<StoreLayout.copyCount { pages.insert(pageCount, from: entry.page(of: copy)) }
    var offset = start
    while let record = record(at: offset, in: flash) {
      if record.kind.hasPlace {
        let extent = record.extent(in: flash)
        pages.insert(extent.pageCount, from: extent.page)
      }
      offset = record.end
    }
    return pages
  }
}
