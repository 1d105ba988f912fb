public import TEEPCodec

/// What is measured of encoding: a signed QueryResponse, from its members to the bytes of the COSE_Sign1.
public enum EncodeTask {
  /// A label of an older draft in a Trusted Component's claims: the sequence number of its manifest.
  private static let manifestSequenceNumber: UInt64 = 17

  /// Wraps an encoded message as the one that `parts` was taken from; gives the number of bytes in `output`.
  @inline(never)
  public static func wrap(
    _ payload: Span<UInt8>, _ parts: ResponseParts, of message: Span<UInt8>,
    into output: consuming MutableSpan<UInt8>
  ) throws(EncodeError) -> Int {
    var cose = CBORWriter(output)
    try cose.tag(COSESigned.sign1Tag)
    try cose.array(4)
    try cose.byteString { (bucket) throws(EncodeError) in
      try bucket.map(1)
      try bucket.unsigned(1)
      try bucket.integer(Int64(COSEAlgorithm.esp256.rawValue))
    }
    try cose.map(1)
    try cose.unsigned(4)
    try cose.byteString(message.bytes(ofPresent: parts.keyIdentifier))
    try cose.byteString(payload)
    try cose.byteString(message.bytes(ofPresent: parts.signature))
    return cose.count
  }

  /// Encodes the TEEP message of the members that `parts` names in `message`; gives the number of bytes in `output`.
  @inline(never)
  public static func encode(
    _ parts: ResponseParts, of message: Span<UInt8>, into output: consuming MutableSpan<UInt8>
  ) throws(EncodeError) -> Int {
    var teep = try TEEPMessageWriter(.queryResponse, numbers: .legacy, into: output)
    try teep.unsigned(.selectedVersion, 0)
    try teep.byteString(.attestationPayload, message.bytes(ofPresent: parts.attestationPayload))
    try teep.list(.tcList, count: 2) { (claims) throws(EncodeError) in
      try encode(parts.firstComponent, of: message, into: &claims)
      try encode(parts.secondComponent, of: message, into: &claims)
    }
    try teep.textString(.attestationPayloadFormat, message.bytes(ofPresent: parts.attestationPayloadFormat))
    try teep.byteString(.token, message.bytes(ofPresent: parts.token))
    return teep.finish()
  }

  @inline(never)
  private static func encode(
    _ component: ResponseParts.Component, of message: Span<UInt8>, into claims: inout CBORWriter
  ) throws(EncodeError) {
    try claims.map(2)
    try claims.unsigned(0)
    try claims.array(2)
    try claims.byteString(message.bytes(ofPresent: component.firstSegment))
    try claims.byteString(message.bytes(ofPresent: component.secondSegment))
    try claims.unsigned(manifestSequenceNumber)
    try claims.unsigned(component.sequenceNumber)
  }
}
