public import TEEPCodec

/// A SUIT_Envelope with all that it holds, read by the codec's views and written by its writer.
public struct EnvelopeValue: Equatable {
  public let isTagged: Bool
  public let encodedDigest: [UInt8]
  /// Encoded COSE messages.
  public private(set) var blocks: [[UInt8]] = []
  public let manifest: ManifestValue
  /// What was severed from the manifest, by its content.
  public private(set) var severed: [Severed] = []
  /// Integrated payloads and dependencies.
  public private(set) var integrated: [Integrated] = []

  public struct Severed: Equatable {
    public let kind: SUITSeverableMember
    public let content: [UInt8]
  }

  public struct Integrated: Equatable {
    public let uri: [UInt8]
    public let content: [UInt8]
  }

  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    let envelope = try SUITEnvelope(decoding: bytes, base: base)
    isTagged = try CBORReader(bytes).peek() == .tag
    encodedDigest = copy(envelope.encodedDigest)
    for index in 0..<envelope.blockCount { blocks.append(copy(try envelope.encodedBlock(at: index).bytes)) }
    manifest = try ManifestValue(decoding: envelope.manifest, base: envelope.manifestOffset)
    for index in 0..<envelope.memberCount {
      let member = try envelope.member(at: index)
      var value = member.value
      let content = copy(try value.byteString())
      if let uri = member.uri {
        integrated.append(Integrated(uri: copy(uri), content: content))
      } else if let key = member.key, let kind = UInt8(exactly: key).flatMap(SUITSeverableMember.of) {
        severed.append(Severed(kind: kind, content: content))
      }
    }
  }

  /// The encoded envelope.
  public func encode() throws(EncodeError) -> [UInt8] {
    var manifestBytes = [UInt8](repeating: 0, count: 65536)
    let manifestCount = try writeManifest(into: manifestBytes.mutableSpan)
    var output = [UInt8](repeating: 0, count: 131_072)
    let count = try write(Array(manifestBytes[..<manifestCount]), into: output.mutableSpan)
    return Array(output[..<count])
  }

  private func writeManifest(into output: consuming MutableSpan<UInt8>) throws(EncodeError) -> Int {
    var writer = CBORWriter(output)
    try manifest.write(into: &writer)
    return writer.count
  }

  private func write(_ manifest: [UInt8], into output: consuming MutableSpan<UInt8>) throws(EncodeError)
    -> Int
  {
    var writer = CBORWriter(output)
    try writer.suitEnvelope(isTagged: isTagged) { (map) throws(EncodeError) in
      try map.suitAuthenticationWrapper(encodedDigest: encodedDigest.span) { (items) throws(EncodeError) in
        for block in blocks { try items.suitAuthenticationBlock(block.span) }
      }
      try map.suitEnvelopeManifest(manifest.span)
      for member in severed { try map.suitSeveredMember(member.kind, member.content.span) }
      for payload in integrated { try map.suitIntegratedPayload(uri: payload.uri.span, payload.content.span) }
    }
    return writer.count
  }
}
