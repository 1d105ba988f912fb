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
  /// Where the identifier is.
  let identifier: Range<Int>

  /// The record at `offset` of `flash`; nil where there is no whole one before `end`.
  @inline(never)
  init?(in flash: Span<UInt8>, at offset: Int, before end: Int) {
    guard end &- offset >= 4, let kind = Kind(rawValue: flash[offset]) else { return nil }
    let start = offset &+ Self.byteCountBeforeIdentifier(of: kind)
    let count = Int(flash[offset &+ 1])
    guard 1...StoreLayout.identifierByteLimit ~= count, start &+ count <= end else { return nil }
    self.kind = kind
    self.offset = offset
    identifier = start..<start &+ count
  }

  /// The first word of a record.
  static func head(_ kind: Kind, identifierByteCount: Int) -> UInt32 {
    UInt32(kind.rawValue) | UInt32(truncatingIfNeeded: identifierByteCount) &<< 8
  }

  private static func byteCountBeforeIdentifier(of kind: Kind) -> Int {
    switch kind {
    case .manifest: 16 &+ StoreLayout.digestByteCount
    case .removed: 12
    case .component: 8 &+ StoreLayout.digestByteCount
    }
  }

  /// Where the next record begins.
  var end: Int { (identifier.upperBound &+ 3) & ~3 }

  /// Where the digest is of what the record names.
  var digest: Range<Int> { offset &+ 8..<offset &+ 8 &+ StoreLayout.digestByteCount }

  /// Where the bytes are that the record names.
  func extent(in flash: Span<UInt8>) -> Extent { Extent(word: flash.word(at: offset &+ 4)) }

  /// The sequence number; of a manifest, installed or removed.
  func sequenceNumber(in flash: Span<UInt8>) -> UInt64 {
    let offset = identifier.lowerBound &- 8
    return UInt64(flash.word(at: offset)) | UInt64(flash.word(at: offset &+ 4)) &<< 32
  }
}

/// A range of the flash that holds records one after the other.
struct Directory {
  var start: Int
  var end: Int

  var byteCount: Int { end &- start }

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

  /// Throws ``StoreError/componentLinked`` where a component before `stagedEnd` has another place in any other
  /// record.
  func requireOnePlaceForEachComponent(
    before stagedEnd: Int, in flash: Span<UInt8>
  ) throws(StoreError) {
    var rest = self
    while rest.start < stagedEnd, let record = rest.record(at: rest.start, in: flash) {
      rest.start = record.end
      if record.kind != .component { continue }
      var others = rest
      while let other = others.find(flash.extracting(record.identifier), component: true, in: flash) {
        if other.extent(in: flash) != record.extent(in: flash) { throw .componentLinked }
        others.start = other.end
      }
    }
  }

  /// How many manifests have a record, installed and removed ones together.
  func identifierCount(in flash: Span<UInt8>) -> Int {
    count(of: .manifest, in: flash) &+ count(of: .removed, in: flash)
  }

  /// How many records are of that kind.
  @inline(never)
  func count(of kind: DirectoryRecord.Kind, in flash: Span<UInt8>) -> Int {
    var count = 0
    var offset = start
    while let record = record(at: offset, in: flash) {
      if record.kind == kind { count &+= 1 }
      offset = record.end
    }
    return count
  }
}
