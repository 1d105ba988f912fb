import TEEPCodec
import TEEPTestSupport

/// What a device is provisioned with that takes the published examples: TAM K3; signers K1, K3, the MAC key and that of the
/// tested suite; keys K2 and KEK for payloads.
enum ExampleProvisioning {
  static func encode(policy: TrustAnchorPolicy) throws -> [UInt8] {
    let (device, tam, receiver) = (try TestKey("K7"), try TestKey("K3"), try TestKey(published: "K2"))
    var signers = [try TestKey(published: "K1"), try TestKey(published: "K3")]
    if TestCipherSuite.current != .esp256 { signers.append(try TestKey("K1")) }
    let mac = [UInt8](hexadecimal: try Vectors.key("MAC")["k"] ?? "")
    let kek = [UInt8](hexadecimal: try Vectors.key("KEK")["k"] ?? "")
    let uri = Array(TestDevice.tamURI.utf8)
    let vendor = [UInt8](hexadecimal: "c0ddd5f15243566087db4f5b0aa26c2f")
    let deviceClass = [UInt8](hexadecimal: "db42f7093d8c55baa8c5265fc5820f4e")
    let macIdentifier = [UInt8](repeating: 0x4D, count: 32)
    let (first, second) = (Array("kid-1".utf8), Array("kid-2".utf8))
    return try encoded { (writer) throws(EncodeError) in
      try writer.provisioningHeader(
        algorithm: device.algorithm, privateKey: device.privateKey.span,
        keyIdentifier: device.identifier.span, optionalMemberCount: 1)
      try writer.provisioningTAMs(count: 1)
      try writer.trustAnchor(
        TrustAnchorDescription(
          algorithm: tam.algorithm, publicKey: tam.publicKey.span, keyIdentifier: tam.identifier.span,
          uri: uri.span, vendorIdentifier: Span(), classIdentifier: Span(), encodedIdentifiers: Span()))
      try writer.provisioningSigners(count: signers.count + 1)
      for key in signers {
        try writer.trustAnchor(
          TrustAnchorDescription(
            algorithm: key.algorithm, publicKey: key.publicKey.span, keyIdentifier: key.identifier.span,
            uri: Span(), vendorIdentifier: Span(), classIdentifier: Span(), encodedIdentifiers: Span(),
            policy: policy))
      }
      try writer.trustAnchor(
        TrustAnchorDescription(
          algorithm: .hmac256, publicKey: mac.span, keyIdentifier: macIdentifier.span, uri: Span(),
          vendorIdentifier: Span(), classIdentifier: Span(), encodedIdentifiers: Span(), policy: policy))
      try writer.provisioningTrailer(vendorIdentifier: vendor.span, classIdentifier: deviceClass.span)
      try writer.provisioningDecryptionKeys(count: 2)
      try writer.decryptionKey(.ecdhESA128KW, receiver.privateKey.span, keyIdentifier: second.span)
      try writer.decryptionKey(.a128KW, kek.span, keyIdentifier: first.span)
    }
  }
}
