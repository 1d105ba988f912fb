/// Where one record of the directory keeps what it says.
///
/// In flash, each a whole number of words: kind and length of the identifier (one byte each, two unused); where
/// the bytes are and their digest (not of a removed manifest); the sequence number (not of a component); the
/// identifier, filled up with zeros.
struct DirectoryRecord {
  enum Kind: UInt8 {
    case manifest = 1
    /// What is left of a manifest: its identifier and sequence number.
    case removed
    /// A component of the manifest before it.
    case component
  }

  let kind: Kind
  let offset: Int
  let identifierByteCount: Int

  /// The record at `offset` of `flash`; nil where there is no whole one before `end`.
  @inline(never)
  init?(in flash: Span<UInt8>, at offset: Int, before end: Int) {
    guard end &- offset >= 4, let kind = Kind(rawValue: flash[offset]) else { return nil }
    self.kind = kind
    self.offset = offset
    identifierByteCount = Int(flash[offset &+ 1])
    guard 1...StoreLayout.identifierByteLimit ~= identifierByteCount, self.end <= end else { return nil }
  }

  /// The first word of a record.
  static func head(_ kind: Kind, identifierByteCount: Int) -> UInt32 {
    UInt32(kind.rawValue) | UInt32(truncatingIfNeeded: identifierByteCount) &<< 8
  }

  private var extentOffset: Int { offset &+ 4 }
  private var sequenceNumberOffset: Int {
    kind == .removed ? offset &+ 4 : extentOffset &+ 4 &+ StoreLayout.digestByteCount
  }
  private var identifierOffset: Int { sequenceNumberOffset &+ (kind == .component ? 0 : 8) }

  var digest: Range<Int> { extentOffset &+ 4..<extentOffset &+ 4 &+ StoreLayout.digestByteCount }
  var identifier: Range<Int> { identifierOffset..<identifierOffset &+ identifierByteCount }
  /// Where the next record begins.
  var end: Int { identifierOffset &+ (identifierByteCount &+ 3) & ~3 }

  func extent(in flash: Span<UInt8>) -> Extent { Extent(word: flash.word(at: extentOffset)) }

  func sequenceNumber(in flash: Span<UInt8>) -> UInt64 {
    UInt64(flash.word(at: sequenceNumberOffset))
      | UInt64(flash.word(at: sequenceNumberOffset &+ 4)) &<< 32
  }
}

/// A range of the flash that holds records one after the other.
struct Directory {
  var start: Int
  var end: Int

  /// The record at `offset`, nil at the end.
  func record(at offset: Int, in flash: Span<UInt8>) -> DirectoryRecord? {
    DirectoryRecord(in: flash, at: offset, before: end)
  }

  /// The first component with that identifier, or the manifest, installed or removed.
  @inline(never)
  func find(_ identifier: Span<UInt8>, component: Bool, in flash: Span<UInt8>) -> DirectoryRecord? {
    var offset = start
    while let record = record(at: offset, in: flash) {
      if (record.kind == .component) == component,
        flash.extracting(record.identifier).hasSameBytes(as: identifier)
      {
        return record
      }
      offset = record.end
    }
    return nil
  }

  /// The pages that its records name; nil where it is not made of whole records with pages of `pool`.
  func pages(in flash: Span<UInt8>, pool: Range<Int>) -> PageMap? {
    var pages = PageMap()
    var offset = start
    while let record = record(at: offset, in: flash) {
      if record.kind != .removed {
        let extent = record.extent(in: flash)
        guard extent.isWithin(pool) else { return nil }
        pages.insert(extent.pageCount, from: extent.page)
      }
      offset = record.end
    }
    return offset == end ? pages : nil
  }
}
