/// What an agent asks for (draft-ietf-teep-protocol-26, section 4.3: requested-tc-info).
public struct RequestedTCInfo: ~Escapable {
  private let bytes: Span<UInt8>
  private var identifierRange = ByteRange.absent
  /// The least sequence number of a manifest that will do.
  public private(set) var sequenceNumber: UInt64?
  /// Whether the agent has the binary and lacks the manifest alone.
  public private(set) var haveBinary = false

  /// Reads the map that comes next.
  @_lifetime(copy reader)
  public init(_ reader: inout CBORReader, numbers: TEEPNumbers) throws(DecodeError) {
    bytes = reader.bytes
    let start = reader.offset
    let count = try reader.map(upTo: TEEPMessage.maximumOptions)
    let firstKey = reader.offset
    var seen: UInt32 = 0
    for index in 0..<count {
      switch numbers.label(try reader.uniqueKey(seen: &seen, index: index, of: firstKey)) {
      case .componentID: identifierRange = try reader.teepMember(.componentID)
      case .tcManifestSequenceNumber: sequenceNumber = try reader.unsigned()
      case .haveBinary: haveBinary = try reader.boolean()
      default: try reader.skip()
      }
    }
    guard identifierRange.isPresent else { throw DecodeError(.missingMember, at: reader.base &+ start) }
    // A binary without the number of its manifest says nothing (section 4.3).
    guard !haveBinary || sequenceNumber != nil else {
      throw DecodeError(.missingMember, at: reader.base &+ start)
    }
  }

  /// The encoded component identifier.
  public var componentIdentifier: Span<UInt8> {
    @_lifetime(copy self) get { bytes.bytes(ofPresent: identifierRange) }
  }
}

extension CBORWriter {
  /// Writes a requested-tc-info of an encoded component identifier.
  @_lifetime(self: copy self)
  @inline(never)
  public mutating func requestedTCInfo(
    componentIdentifier: Span<UInt8>, sequenceNumber: UInt64?, haveBinary: Bool = false, numbers: TEEPNumbers
  ) throws(EncodeError) {
    try map(1 &+ (sequenceNumber == nil ? 0 : 1) &+ (haveBinary ? 1 : 0))
    try unsigned(numbers.number(of: .componentID))
    try raw(componentIdentifier)
    if let sequenceNumber {
      try unsigned(numbers.number(of: .tcManifestSequenceNumber))
      try unsigned(sequenceNumber)
    }
    if haveBinary {
      try unsigned(numbers.number(of: .haveBinary))
      try boolean(true)
    }
  }
}
