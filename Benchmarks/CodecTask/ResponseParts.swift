public import TEEPCodec

/// The members of a signed QueryResponse, by where they lie in it.
public struct ResponseParts: Sendable {
  /// One item of the tc-list: an identifier of two segments, and the sequence number of its manifest.
  public struct Component: Sendable {
    public let firstSegment: ByteRange
    public let secondSegment: ByteRange
    public let sequenceNumber: UInt64

    init(_ claims: inout CBORReader) throws(DecodeError) {
      _ = try claims.map()
      _ = try claims.unsigned()
      try claims.array(of: 2)
      firstSegment = try claims.string()
      secondSegment = try claims.string()
      _ = try claims.unsigned()
      sequenceNumber = try claims.unsigned()
    }
  }

  public let keyIdentifier: ByteRange
  public let signature: ByteRange
  public let attestationPayload: ByteRange
  public let firstComponent: Component
  public let secondComponent: Component
  public let attestationPayloadFormat: ByteRange
  public let token: ByteRange

  /// Takes the message apart, item after item as they stand in it.
  public init(_ message: Span<UInt8>) throws(DecodeError) {
    var cose = CBORReader(message)
    try cose.tag(COSESigned.sign1Tag)
    try cose.array(of: 4)
    try cose.skip()
    _ = try cose.map()
    _ = try cose.unsigned()
    keyIdentifier = try cose.string()
    var teep = try cose.nested(cose.string())
    signature = try cose.string()
    try cose.end()
    try teep.array(of: 2)
    _ = try teep.unsigned()
    _ = try teep.map()
    for _ in 0..<3 { _ = try teep.unsigned() }
    attestationPayload = try teep.string()
    _ = try teep.unsigned()
    try teep.array(of: 2)
    firstComponent = try Component(&teep)
    secondComponent = try Component(&teep)
    _ = try teep.unsigned()
    attestationPayloadFormat = try teep.string()
    _ = try teep.unsigned()
    token = try teep.string()
    try teep.end()
  }
}

extension CBORReader {
  /// Reads a string of either kind; gives where its content lies in the outermost message.
  @_lifetime(self: copy self)
  fileprivate mutating func string() throws(DecodeError) -> ByteRange {
    let range = try peek() == .byteString ? byteStringRange() : textStringRange()
    return ByteRange(start: base &+ range.start, count: range.count)
  }
}
