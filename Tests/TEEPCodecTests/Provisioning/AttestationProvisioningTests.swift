import TEEPCodec
import TEEPTestSupport
import Testing

/// The members of a provisioning that not every device has, in bytes made by hand from the grammar that ``Provisioning``
/// states.
@Suite("Provisioning of attestation, verifiers and a second suite") struct AttestationProvisioningTests {
  private static func filled(_ byte: String, _ count: Int) -> String { String(repeating: byte, count: count) }

  private static let key = "01 28 02 5820" + filled("d0", 32) + "03 5820" + filled("d1", 32)
  private static let anchor = "01 28 02 5840" + filled("e0", 64) + "03 5820" + filled("e1", 32)
  private static let reference = "82 63 613a62 82 2f 5820" + filled("c0", 32)
  private static let attestation =
    key + "04 47 01020304050607 05 19 7b00 06 43 6d3078 07 63 312e32 08" + reference

  private static func whole(attestation: String) -> String {
    "a9 01 01 02 a3" + key + "03 81 a6" + anchor + "04 6161 08 10 09 5840" + filled("e7", 64) + "04 81 a4"
      + anchor + "08 08 05 50" + filled("b5", 16) + "06 50" + filled("b6", 16) + "08" + attestation
      + "09 81 a3" + anchor + "0a a3 01 32 02 5820" + filled("d2", 32) + "03 5820" + filled("d3", 32)
  }

  @Test("is read")
  func read() throws {
    let bytes = [UInt8](hexadecimal: Self.whole(attestation: "a8" + Self.attestation))
    let provisioning = try Provisioning(decoding: bytes.span)
    guard let attestation = try provisioning.attestation() else {
      Issue.record("no attestation")
      return
    }
    #expect(attestation.algorithm == .esp256)
    #expect([UInt8](attestation.privateKey) == [UInt8](repeating: 0xD0, count: 32))
    #expect([UInt8](attestation.keyIdentifier) == [UInt8](repeating: 0xD1, count: 32))
    #expect([UInt8](attestation.ueid) == [1, 2, 3, 4, 5, 6, 7])
    #expect([UInt8](attestation.encodedOEMIdentifier) == [0x19, 0x7B, 0])
    #expect([UInt8](attestation.hardwareModel) == Array("m0x".utf8))
    #expect([UInt8](attestation.hardwareVersion) == Array("1.2".utf8))
    #expect([UInt8](attestation.encodedReference) == [UInt8](hexadecimal: Self.reference))
    #expect(provisioning.anchors.count(of: .verifier) == 1)
    #expect(
      [UInt8](try provisioning.anchors.anchor(.verifier, at: 0).publicKey)
        == [UInt8](repeating: 0xE0, count: 64))
    #expect(provisioning.deviceKeyCount == 2)
    let other = try provisioning.deviceKey(at: 1)
    #expect(other.algorithm == .ed25519)
    #expect([UInt8](other.privateKey) == [UInt8](repeating: 0xD2, count: 32))
    let tam = try provisioning.anchors.anchor(.tam, at: 0)
    #expect(tam.policy == .needsAttestation)
    #expect([UInt8](present: tam.keyAgreementKey) == [UInt8](repeating: 0xE7, count: 64))
    let signer = try provisioning.anchors.anchor(.signer, at: 0)
    #expect(signer.policy == .managesTrustAnchors)
    #expect([UInt8](present: signer.keyAgreementKey) == nil)
  }

  @Test("is written as it is read")
  func written() throws {
    func filled(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
    let (secret, identifier) = (filled(0xD0, 32), filled(0xD1, 32))
    let (otherSecret, otherIdentifier) = (filled(0xD2, 32), filled(0xD3, 32))
    let (anchorKey, anchorIdentifier, agreementKey) = (filled(0xE0, 64), filled(0xE1, 32), filled(0xE7, 64))
    let (vendor, deviceClass, uri, ueid) = (filled(0xB5, 16), filled(0xB6, 16), [UInt8(0x61)], Array(1...7))
    let (oem, model, version): ([UInt8], _, _) = ([0x19, 0x7B, 0], Array("m0x".utf8), Array("1.2".utf8))
    let reference = [UInt8](hexadecimal: Self.reference)
    let identity = ueid.map { UInt8($0) }
    let bytes = try TEEPCodecTests.written { (writer) throws(EncodeError) in
      try writer.provisioningHeader(
        algorithm: .esp256, privateKey: secret.span, keyIdentifier: identifier.span, optionalMemberCount: 3)
      try writer.provisioningTAMs(count: 1)
      try writer.trustAnchor(
        TrustAnchorDescription(
          algorithm: .esp256, publicKey: anchorKey.span, keyIdentifier: anchorIdentifier.span, uri: uri.span,
          vendorIdentifier: Span(), classIdentifier: Span(), encodedIdentifiers: Span(),
          policy: .needsAttestation, keyAgreementKey: agreementKey.span))
      try writer.provisioningSigners(count: 1)
      let anchor = TrustAnchorDescription(
        algorithm: .esp256, publicKey: anchorKey.span, keyIdentifier: anchorIdentifier.span, uri: Span(),
        vendorIdentifier: Span(), classIdentifier: Span(), encodedIdentifiers: Span(),
        policy: .managesTrustAnchors)
      try writer.trustAnchor(anchor)
      try writer.provisioningTrailer(vendorIdentifier: vendor.span, classIdentifier: deviceClass.span)
      try writer.provisioningAttestation(
        algorithm: .esp256, privateKey: secret.span, keyIdentifier: identifier.span, ueid: identity.span,
        encodedOEMIdentifier: oem.span, hardwareModel: model.span, hardwareVersion: version.span,
        encodedReference: reference.span)
      try writer.provisioningVerifiers(count: 1)
      try writer.trustAnchor(
        TrustAnchorDescription(
          algorithm: .esp256, publicKey: anchorKey.span, keyIdentifier: anchorIdentifier.span, uri: Span(),
          vendorIdentifier: Span(), classIdentifier: Span(), encodedIdentifiers: Span()))
      try writer.provisioningOtherDeviceKey(
        algorithm: .ed25519, privateKey: otherSecret.span, keyIdentifier: otherIdentifier.span)
    }
    #expect(bytes == [UInt8](hexadecimal: Self.whole(attestation: "a8" + Self.attestation)))
  }

  @Test(
    "An attestation with a member that is missing or out of its limits is refused",
    arguments: [
      "a7" + key + "04 47 01020304050607 05 01 06 41 6d 07 61 31",
      "a8" + key + "04 46 010203040506 05 01 06 41 6d 07 61 31 08" + reference,
      "a8" + key + "04 47 01020304050607 05 44 00000000 06 41 6d 07 61 31 08" + reference,
      "a8" + key + "04 47 01020304050607 05 01 06 40 07 61 31 08" + reference,
      "a8" + key + "04 47 01020304050607 05 01 06 41 6d 07 60 08" + reference,
    ])
  func refused(_ attestation: String) throws {
    let bytes = [UInt8](hexadecimal: Self.whole(attestation: attestation))
    let provisioning = try Provisioning(decoding: bytes.span)
    let error = refusal { () throws(DecodeError) in _ = try provisioning.attestation() }
    #expect(error != nil)
  }
}
