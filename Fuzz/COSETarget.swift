import TEEPCodec

/// COSE structures: each input as every one of them.
enum COSETarget {
  static func run(_ input: Span<UInt8>) throws(DecodeError) {
    try? runMAC(input)
    try? runEncrypted(input)
    try? runKey(input)
    try runSigned(input)
  }

  private static func runSigned(_ input: Span<UInt8>) throws(DecodeError) {
    let signed = try COSESigned(decoding: input)
    for index in 0..<signed.signatureCount {
      let signature = try signed.signature(at: index)
      _ = signed.value(of: signature).count
      _ = signed.keyIdentifier(of: signature)?.count
      var count = 0
      signed.structure(for: signature, payload: input).forEachPiece { count += $0.count }
      precondition(count > input.count)
    }
    if let payload = signed.payload { precondition(signed.payloadOffset + payload.count <= input.count) }
  }

  private static func runMAC(_ input: Span<UInt8>) throws(DecodeError) {
    let mac = try COSEMac(decoding: input)
    var count = 0
    mac.structure(payload: input).forEachPiece { count += $0.count }
    precondition(count > input.count)
    if let payload = mac.payload { precondition(mac.payloadOffset + payload.count <= input.count) }
    _ = (mac.tag.count, mac.keyIdentifier?.count)
    try read(mac.recipients)
  }

  private static func runEncrypted(_ input: Span<UInt8>) throws(DecodeError) {
    let encrypted = try COSEEncrypted(decoding: input)
    if let count = encrypted.algorithm.initializationVectorCount {
      precondition(encrypted.initializationVector.count == count)
    }
    _ = (encrypted.ciphertext?.count, encrypted.keyIdentifier?.count)
    var count = 0
    encrypted.structure.forEachPiece { count += $0.count }
    precondition(count > 0)
    try read(encrypted.recipients)
  }

  /// What could be read once can be read again.
  private static func read(_ recipients: borrowing COSERecipients) throws(DecodeError) {
    for index in 0..<recipients.count {
      guard let recipient = try? recipients.recipient(at: index) else { preconditionFailure("no recipient") }
      _ = (recipient.wrappedKey.count, recipient.keyIdentifier?.count)
      guard recipient.algorithm == .ecdhESA128KW else { continue }
      guard let key = recipient.ephemeralKey else { preconditionFailure("no ephemeral key") }
      precondition(key.x.count == 32)
      var count = 0
      recipient.keyDerivationContext(for: .eatEncryption).forEachPiece { count += $0.count }
      precondition(count > 13)
    }
  }

  private static func runKey(_ input: Span<UInt8>) throws(DecodeError) {
    let key = try COSEKey(decoding: input)
    var input: [UInt8] = []
    key.thumbprintInput.forEachPiece { piece in for index in piece.indices { input.append(piece[index]) } }
    guard let reduced = try? COSEKey(decoding: input.span) else { preconditionFailure("no key") }
    precondition(reduced.kind == key.kind && reduced.x.equals(key.x) && reduced.y.equals(key.y))
    precondition(reduced.symmetricKey.equals(key.symmetricKey) && reduced.privateKey == nil)
  }
}
