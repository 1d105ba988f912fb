/// What a recipient of manifests is capable of (draft-ietf-suit-report-18, section 5), as a view of its encoding.
public struct SUITCapabilityReport: ~Escapable {
  /// The lists of codes; raw values are their keys.
  public enum Codes: UInt64, Sendable, CaseIterable {
    case commands = 2
    case parameters
    case algorithms
    case envelopeMembers
    case manifestMembers
    case commonMembers
    case text
    case componentText
    case dependencyMembers

    var isDemanded: Bool { rawValue <= Self.algorithms.rawValue }
  }

  static let componentsKey: UInt64 = 1

  private let map: CBORReader

  /// Reads the map that is the whole of the reader's bytes; unknown members are passed over.
  @_lifetime(copy map)
  public init(_ map: CBORReader) throws(DecodeError) {
    self.map = map
    var reader = map
    var seen: UInt64 = 0
    let count = try reader.map(upTo: SUITReport.maximumMembers)
    let firstKey = reader.offset
    for index in 0..<count {
      let key = try reader.unsignedRange()
      try reader.checkKey(key, isNotAmongFirst: index, of: firstKey)
      var keyReader = reader.nested(key)
      let number = try keyReader.unsigned()
      if number < 64 { seen |= 1 &<< number }
      if number == Self.componentsKey {
        for _ in 0..<(try reader.array(1...Int.max)) { _ = try SUITComponentCapability(&reader) }
      } else if Codes(rawValue: number) != nil {
        for _ in 0..<(try reader.array()) { _ = try reader.integer() }
      } else {
        try reader.skip()
      }
    }
    try reader.end()
    // Components, commands, parameters and algorithms.
    guard seen & 0b11110 == 0b11110 else { throw DecodeError(.missingMember, at: map.base) }
  }

  /// The components: each is read by ``SUITComponentCapability``.
  @_lifetime(copy self)
  public func components() throws(DecodeError) -> ItemList? { try list(Self.componentsKey) }

  /// The codes that are supported, integers; nil where the report says nothing of them.
  @_lifetime(copy self)
  public func codes(_ kind: Codes) throws(DecodeError) -> ItemList? { try list(kind.rawValue) }

  @_lifetime(copy self)
  private func list(_ wanted: UInt64) throws(DecodeError) -> ItemList? {
    var reader = map
    for _ in 0..<(try reader.map()) {
      let key = try reader.unsigned()
      let value = try reader.skip()
      if key == wanted { return try ItemList(reader.nested(value)) }
    }
    return nil
  }
}

/// A component that manifests may name: its identifier, or the beginning of identifiers.
public struct SUITComponentCapability: ~Escapable {
  /// A reader at the first of the identifier's segments, byte strings.
  public let segments: CBORReader
  /// Number of segments.
  public let segmentCount: Int
  /// Whether identifiers that begin with these segments are meant too.
  public let isPrefix: Bool

  /// Reads the array that comes next.
  @_lifetime(copy reader)
  public init(_ reader: inout CBORReader) throws(DecodeError) {
    let count = try reader.array()
    segments = reader
    var isPrefix = false
    for index in 0..<count {
      if index == count &- 1, try reader.peek() == .simple {
        guard try reader.boolean() else { throw reader.error(.unsupported, back: 1) }
        isPrefix = true
      } else {
        _ = try reader.byteStringRange()
      }
    }
    self.isPrefix = isPrefix
    segmentCount = isPrefix ? count &- 1 : count
  }
}

extension CBORWriter {
  /// Writes a list of codes of a capability report, its key included: the bits of `mask` that are set.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func suitCapability(
    _ kind: SUITCapabilityReport.Codes, codesIn mask: UInt64
  ) throws(EncodeError) {
    try unsigned(kind.rawValue)
    try array(mask.nonzeroBitCount)
    for code in UInt64(0)..<64 where mask & (1 &<< code) != 0 { try unsigned(code) }
  }

  /// Writes a list of codes of a capability report, its key included.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func suitCapability(
    _ kind: SUITCapabilityReport.Codes, codes: Span<Int32>
  ) throws(EncodeError) {
    try unsigned(kind.rawValue)
    try array(codes.count)
    for index in codes.indices { try integer(Int64(codes[index])) }
  }

  /// Writes the components of a capability report, their key included: as many as `components` says that it has written.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func suitComponentCapabilities(
    _ components: (inout CBORWriter) throws(EncodeError) -> Int
  ) throws(EncodeError) {
    try unsigned(SUITCapabilityReport.componentsKey)
    try list(components)
  }

  /// Writes one component of a capability report by its encoded identifier.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func suitComponentCapability(
    _ identifier: Span<UInt8>, isPrefix: Bool
  ) throws(EncodeError) {
    var reader = CBORReader(identifier)
    guard let count = try? reader.array() else { throw .notEncodable }
    try array(isPrefix ? count &+ 1 : count)
    try raw(identifier.extracting(reader.offset..<identifier.count))
    if isPrefix { try boolean(true) }
  }
}
