import TEEPCodec

/// SUIT envelopes, down to each parameter and text.
enum EnvelopeTarget {
  static func run(_ input: Span<UInt8>) throws(DecodeError) {
    let envelope = try SUITEnvelope(decoding: input)
    try? readAuthentication(envelope)
    precondition(envelope.manifestOffset + envelope.manifest.count <= input.count)
    let value = try EnvelopeValue(decoding: input)
    guard let encoded = try? value.encode() else { preconditionFailure("what was decoded does not encode") }
    guard let again = try? EnvelopeValue(decoding: encoded.span) else {
      preconditionFailure("what was encoded does not decode")
    }
    precondition(again == value)
    readArguments(value)
  }

  private static func readAuthentication(_ envelope: borrowing SUITEnvelope) throws(DecodeError) {
    _ = try envelope.digest
    for index in 0..<envelope.blockCount {
      if let block = try? envelope.block(at: index) {
        _ = block.structure(for: try block.signature(at: 0), payload: envelope.encodedDigest)
      }
      if let mac = try? envelope.mac(at: index) { _ = mac.structure(payload: envelope.encodedDigest) }
    }
    if let text = try envelope.severedText() { _ = try TextValue(text) }
  }

  /// Arguments and parameters that have views of their own.
  private static func readArguments(_ value: EnvelopeValue) {
    var sequences = [value.manifest.sharedSequence ?? []]
    for case .commands(let commands) in value.manifest.members.map(\.content) { sequences.append(commands) }
    for command in sequences.flatMap(\.flattened) {
      switch command {
      case .other(_, let argument): try? readArgument(argument.span)
      case .parameters(_, let parameters):
        for parameter in parameters { try? readParameter(parameter.encodedValue.span) }
      case .tryEach, .runSequence: break
      }
    }
  }

  private static func readArgument(_ argument: Span<UInt8>) throws(DecodeError) {
    if let selection = try? SUITComponentSelection(CBORReader(argument)) {
      var position = 0
      while position < 8, try selection.index(at: position, of: 4) != nil { position += 1 }
    }
    var arguments = try SUITIndexedArguments(CBORReader(argument))
    while let indexed = try arguments.next() { _ = indexed.value.bytes.count }
  }

  private static func readParameter(_ value: Span<UInt8>) throws(DecodeError) {
    var reader = CBORReader(value)
    let content = try reader.byteString()
    if let encrypted = try? COSEEncrypted(decoding: content) { _ = encrypted.recipients.count }
    _ = try SUITDigest(decoding: content, base: 0)
  }
}
