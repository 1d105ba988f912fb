public import TEEPCodec

/// What is measured of decoding: a signed TEEP message, followed from COSE down to the digest of each image that its
/// manifests name.
///
/// Each layer has a function of its own, so that on the device its view is off the stack where the next one is read.
public enum DecodeTask {
  /// Finds the key identifier, the signature, the token and each image digest, in this order.
  @inline(never)
  public static func run(_ message: Span<UInt8>, findings: inout Findings) throws(DecodeError) {
    let content = try content(ofSigned: message, &findings)
    guard let manifests = try manifests(of: content, &findings) else { return }
    var reader = manifests.makeReader()
    for _ in 0..<manifests.count {
      let range = try reader.byteStringRange()
      let sequence = try sharedSequence(of: reader.bytes.bytes(ofPresent: range), base: range.start)
      if let sequence { try findDigests(sequence, &findings) }
    }
  }

  @_lifetime(copy message)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private static func content(
    ofSigned message: Span<UInt8>, _ findings: inout Findings
  ) throws(DecodeError) -> CBORReader {
    let signed = try COSESigned(decoding: message)
    let signature = try signed.signature(at: 0)
    guard signature.algorithm == .esp256, let payload = signed.payload else {
      throw DecodeError(.unsupported, at: 0)
    }
    if let keyIdentifier = signed.keyIdentifier(of: signature) { try findings.append(keyIdentifier) }
    try findings.append(signed.value(of: signature))
    return CBORReader(payload, base: signed.payloadOffset)
  }

  @_lifetime(copy content)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private static func manifests(
    of content: CBORReader, _ findings: inout Findings
  ) throws(DecodeError) -> ItemList? {
    let teep = try TEEPMessage(decoding: content.bytes, base: content.base, numbers: .legacy)
    if let token = teep.token { try findings.append(token) }
    return teep.list(.manifestList)
  }

  @_lifetime(copy envelope)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private static func sharedSequence(
    of envelope: Span<UInt8>, base: Int
  ) throws(DecodeError) -> SUITCommandSequence? {
    let envelope = try SUITEnvelope(decoding: envelope, base: base)
    let manifest = try SUITManifest(decoding: envelope.manifest, base: envelope.manifestOffset)
    return try manifest.common().sharedSequence()
  }

  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  private static func findDigests(
    _ sequence: SUITCommandSequence, _ findings: inout Findings
  ) throws(DecodeError) {
    var commands = sequence
    while let command = try commands.next() {
      if command.rawCode == SUITCommandCode.directiveOverrideParameters.rawValue {
        try findDigest(command.argument, &findings)
      }
    }
  }

  private static func findDigest(_ argument: CBORReader, _ findings: inout Findings) throws(DecodeError) {
    var parameters = try SUITParameters(argument)
    while let (code, value) = try parameters.next() {
      guard code == SUITParameterCode.imageDigest.rawValue else { continue }
      // The parameter is a digest inside a byte string (draft-ietf-suit-manifest-37, section 8.4.8.6).
      var wrapped = argument.nested(value)
      try findings.append(SUITDigest(decoding: wrapped.byteString(), base: value.start).bytes)
    }
  }
}
