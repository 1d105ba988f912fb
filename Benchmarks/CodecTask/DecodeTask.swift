public import TEEPCodec

/// What is measured of decoding: a signed TEEP message, followed from COSE down to the digest of each image that its
/// manifests name.
public enum DecodeTask {
  /// Finds the key identifier, the signature, the token and each image digest, in this order.
  @inline(never)
  public static func run(_ message: Span<UInt8>, findings: inout Findings) throws(DecodeError) {
    let signed = try COSESigned(decoding: message)
    let signature = try signed.signature(at: 0)
    guard signature.algorithm == .esp256, let payload = signed.payload else {
      throw DecodeError(.unsupported, at: 0)
    }
    if let keyIdentifier = signed.keyIdentifier(of: signature) { try findings.append(keyIdentifier) }
    try findings.append(signed.value(of: signature))
    let teep = try TEEPMessage(decoding: payload, base: signed.payloadOffset, numbers: .legacy)
    if let token = teep.token { try findings.append(token) }
    guard let manifests = teep.list(.manifestList) else { return }
    var reader = manifests.makeReader()
    for _ in 0..<manifests.count {
      let range = try reader.byteStringRange()
      try follow(SUITEnvelope(decoding: reader.bytes.bytes(ofPresent: range), base: range.start), &findings)
    }
  }

  @inline(never)
  private static func follow(
    _ envelope: borrowing SUITEnvelope, _ findings: inout Findings
  ) throws(DecodeError) {
    let manifest = try SUITManifest(decoding: envelope.manifest, base: envelope.manifestOffset)
    guard var commands = try manifest.common().sharedSequence() else { return }
    while let command = try commands.next() {
      guard command.code == .directiveOverrideParameters else { continue }
      var parameters = try SUITParameters(command.argument)
      while let (code, value) = try parameters.next() {
        guard SUITParameterCode(rawValue: code) == .imageDigest else { continue }
        // The parameter is a digest inside a byte string (draft-ietf-suit-manifest-37, section 8.4.8.6).
        var wrapped = command.argument.nested(value)
        try findings.append(SUITDigest(decoding: wrapped.byteString(), base: value.start).bytes)
      }
    }
  }
}
