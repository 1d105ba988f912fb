import TEEPCodec

/// SUIT envelopes, down to each parameter.
enum EnvelopeTarget {
  static func run(_ input: Span<UInt8>) throws(DecodeError) {
    let envelope = try SUITEnvelope(decoding: input)
    _ = try envelope.digest
    for index in 0..<envelope.blockCount { _ = try envelope.block(at: index).signature(at: 0) }
    let manifest = try SUITManifest(decoding: envelope.manifest, base: envelope.manifestOffset)
    let common = try manifest.common()
    for index in 0..<common.componentCount { _ = try common.componentIdentifier(at: index) }
    if var sequence = try common.sharedSequence() { try read(&sequence) }
    for section in SUITSection.allCases {
      if var sequence = try manifest.sequence(section) { try read(&sequence) }
    }
  }

  private static func read(_ sequence: inout SUITCommandSequence) throws(DecodeError) {
    while let command = try sequence.next() {
      guard command.code == .directiveOverrideParameters else { continue }
      var parameters = try SUITParameters(command.argument)
      while try parameters.next() != nil {}
    }
  }
}
