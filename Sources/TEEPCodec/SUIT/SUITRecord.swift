/// Where a manifest is in the tree of a root and its dependencies: the index of a dependency for each level, none for the
/// root (draft-ietf-suit-report-18, section 4: suit-record-manifest-id).
public struct SUITManifestPath: Equatable, Sendable, BitwiseCopyable {
  /// Levels of dependencies that a path can have.
  public static let maximumDepth = 4

  private var indices: UInt32 = 0
  private var rawCount: UInt8 = 0

  /// The path of the root.
  public init() {}

  /// Number of levels.
  public var count: Int { Int(rawCount) }

  /// The index of the dependency at a level; `level` is less than ``count``.
  public func index(at level: Int) -> Int {
    Int(truncatingIfNeeded: indices &>> (UInt32(truncatingIfNeeded: level) &* 8)) & 0xFF
  }

  /// Adds a level, an index below 256; false, and nothing added, where there are ``maximumDepth``.
  public mutating func append(_ index: Int) -> Bool {
    guard count < Self.maximumDepth, 0..<256 ~= index else { return false }
    indices |= UInt32(truncatingIfNeeded: index) &<< (UInt32(rawCount) &* 8)
    rawCount &+= 1
    return true
  }
}

/// A command, by where it is (draft-ietf-suit-report-18, section 4: SUIT_Record without its properties).
public struct SUITRecord: Equatable, Sendable {
  /// The manifest that has the command.
  public var manifest: SUITManifestPath
  /// The manifest's key of the sequence; 0 where no sequence was reached.
  public var section: UInt8
  /// The component that the command was about.
  public var componentIndex: UInt16
  /// Bytes from the start of the sequence to the command.
  public var offset: UInt32

  public init(
    manifest: SUITManifestPath = SUITManifestPath(), section: UInt8, offset: UInt32, componentIndex: UInt16
  ) {
    self.manifest = manifest
    self.section = section
    self.offset = offset
    self.componentIndex = componentIndex
  }
}

/// A SUIT_Record as a view of its encoding.
public struct SUITRecordView: ~Escapable {
  /// Which command it is.
  public let record: SUITRecord
  private let propertiesReader: CBORReader

  /// Reads the array that comes next.
  @_lifetime(copy reader)
  public init(_ reader: inout CBORReader) throws(DecodeError) {
    let properties: ByteRange
    (record, properties) = try reader.suitRecord()
    propertiesReader = reader.nested(properties)
  }

  /// The values that were found, where a condition compares one.
  @_lifetime(copy self)
  public func properties() throws(DecodeError) -> SUITParameters { try SUITParameters(propertiesReader) }
}

extension CBORReader {
  /// Reads a SUIT_Record; gives it and where the map of its properties lies.
  @_lifetime(self: copy self)
  mutating func suitRecord() throws(DecodeError) -> (SUITRecord, properties: ByteRange) {
    try array(of: 5)
    var record = SUITRecord(section: 0, offset: 0, componentIndex: 0)
    for _ in 0..<(try array()) {
      let start = base &+ offset
      let index = try unsigned(upTo: 255)
      guard record.manifest.append(Int(truncatingIfNeeded: index)) else {
        throw DecodeError(.tooMany, at: start)
      }
    }
    record.section = UInt8(truncatingIfNeeded: try unsigned(upTo: 255))
    record.offset = UInt32(truncatingIfNeeded: try unsigned(upTo: UInt64(UInt32.max)))
    record.componentIndex = UInt16(truncatingIfNeeded: try unsigned(upTo: UInt64(UInt16.max)))
    return (record, try skip(.map))
  }
}

extension CBORWriter {
  /// Writes `[manifest-id, section, offset, component-index, properties]`.
  ///
  /// - Parameter properties: the encoded map of what was found; none for an empty one.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func suitRecord(
    _ record: SUITRecord, properties: Span<UInt8> = Span()
  ) throws(EncodeError) {
    try array(5)
    try array(record.manifest.count)
    for level in 0..<record.manifest.count { try unsigned(UInt64(record.manifest.index(at: level))) }
    try unsigned(UInt64(record.section))
    try unsigned(UInt64(record.offset))
    try unsigned(UInt64(record.componentIndex))
    if properties.count > 0 { try raw(properties) } else { try map(0) }
  }
}
