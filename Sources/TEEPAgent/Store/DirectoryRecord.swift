/// Where one record of the directory keeps what it says.
///
/// In flash, each a whole number of words: kind (1 byte) and length of the name (2 bytes, 1 unused); the place of the
/// bytes that it is about; their digest; the sequence number; the name, filled up with zeros. Its kind says which of
/// these a record has.
struct DirectoryRecord {
  /// What a record is about, and which of these it has. Kinds that differ in the lower half only stand for each
  /// other: of such there is one for an identifier.
  struct Kind: Equatable {
    let code: UInt8

    /// Place, digest, sequence number, identifier.
    static let manifest = Kind(code: 0x1D)
    /// What is left of a manifest: sequence number, identifier.
    static let removed = Kind(code: 0x18)
    /// A component of the manifest before it: place, digest, identifier.
    static let component = Kind(code: 0x25)
    /// A manifest that the manifest before it depends on: identifier.
    static let dependency = Kind(code: 0x30)
    /// A content, as its name.
    static func content(_ content: StoreContent) -> Kind { Kind(code: content.rawValue) }

    var hasPlace: Bool { code & 1 != 0 }
    /// Bytes of all that comes before the name.
    var byteCountBeforeName: Int {
      4 &+ Int(code & 1) &* 4 &+ Int(code & 4) &* (StoreLayout.digestByteCount / 4) &+ Int(code & 8)
    }
    /// Whether it belongs to the manifest before it.
    var isLink: Bool { code &>> 4 == 2 || code &>> 4 == 3 }
    /// Whether it is a content, of which there is one of a kind.
    var isContent: Bool { code >= StoreContent.provisioning.rawValue }
    /// Whether a record of this kind stands for one of the other.
    func standsFor(_ other: Kind) -> Bool { (code ^ other.code) & 0xF0 == 0 }
  }

  let kind: Kind
  let offset: Int
  /// Where the identifier is, or what else its name is.
  let name: Range<Int>

  /// The record at `offset` of `flash`; nil where there is no whole one before `end`.
  @inline(never)
  init?(in flash: Span<UInt8>, at offset: Int, before end: Int) {
    guard end &- offset >= 4 else { return nil }
    let head = flash.word(at: offset)
    kind = Kind(code: UInt8(truncatingIfNeeded: head))
    self.offset = offset
    let start = offset &+ kind.byteCountBeforeName
    name = start..<start &+ Int(head &>> 8 & 0xFFFF)
    if name.upperBound > end { return nil }
  }

  /// The first word of a record.
  static func head(_ kind: Kind, nameByteCount: Int) -> UInt32 {
    UInt32(kind.code) | UInt32(truncatingIfNeeded: nameByteCount) &<< 8
  }

  /// Where the next record begins.
  var end: Int { (name.upperBound &+ 3) & ~3 }

  /// Where the digest is of what the record names.
  var digest: Range<Int> { offset &+ 8..<offset &+ 8 &+ StoreLayout.digestByteCount }

  /// The place of what the record is about.
  func extent(in flash: Span<UInt8>) -> Extent { Extent(word: flash.word(at: offset &+ 4)) }

  /// The sequence number; of a manifest, installed or removed.
  func sequenceNumber(in flash: Span<UInt8>) -> UInt64 {
    let offset = name.lowerBound &- 8
    return UInt64(flash.word(at: offset)) | UInt64(flash.word(at: offset &+ 4)) &<< 32
  }
}
