import TEEPCodec

/// The device whose agent is swept: what it was given when it was made.
enum SweptDevice {
  static let tam = UnsafeKey(1)
  static let signer = UnsafeKey(2)
  private static let device = UnsafeKey(3)
  static let keyEncryptionKey = [UInt8].pattern(16, 4)
  static let keyEncryptionKeyIdentifier: [UInt8] = .name("kek")

  static func provisioning() throws -> [UInt8] {
    let (device, keyEncryptionKey, name) = (device, keyEncryptionKey, keyEncryptionKeyIdentifier)
    let privateKey = device.privateKey
    let (vendor, deviceClass) = ([UInt8].pattern(16, 6), [UInt8].pattern(16, 7))
    return try encoded { (writer) throws(EncodeError) in
      try writer.provisioningHeader(
        algorithm: device.algorithm, privateKey: privateKey.span,
        keyIdentifier: device.identifier.span, optionalMemberCount: 1)
      try encodeAnchors(into: &writer, signers: [signer])
      try writer.provisioningTrailer(
        vendorIdentifier: vendor.span, classIdentifier: deviceClass.span)
      try writer.provisioningDecryptionKeys(count: 1)
      try writer.decryptionKey(.a128KW, keyEncryptionKey.span, keyIdentifier: name.span)
    }
  }

  /// Trust anchors that take the place of the provisioned ones: the same, and another signer.
  static func trustAnchors() throws -> [UInt8] {
    try encoded { (writer) throws(EncodeError) in
      try writer.trustAnchorSet(hasVerifiers: false)
      try encodeAnchors(into: &writer, signers: [signer, UnsafeKey(8)])
    }
  }

  private static func encodeAnchors(
    into writer: inout CBORWriter, signers: [UnsafeKey]
  ) throws(EncodeError) {
    try writer.provisioningTAMs(count: 1)
    try encode(tam, uri: "http://tam.example/", into: &writer)
    try writer.provisioningSigners(count: signers.count)
    for signer in signers { try encode(signer, uri: "", into: &writer) }
  }

  private static func encode(
    _ key: UnsafeKey, uri: String, into writer: inout CBORWriter
  ) throws(EncodeError) {
    let publicKey = key.publicKey
    try writer.trustAnchor(
      TrustAnchorDescription(
        algorithm: key.algorithm, publicKey: publicKey.span, keyIdentifier: key.identifier.span,
        uri: Array(uri.utf8).span, vendorIdentifier: Span(), classIdentifier: Span(),
        encodedIdentifiers: Span(),
        policy: uri.isEmpty ? [.allowsMissingConditions, .managesTrustAnchors] : []))
  }

  private static func encoded(_ body: (inout CBORWriter) throws(EncodeError) -> Void) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1024)
    var writer = CBORWriter(buffer.mutableSpan)
    try body(&writer)
    let count = writer.count
    return Array(buffer.prefix(count))
  }
}
