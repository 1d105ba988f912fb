import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport

/// A provisioning each part of which a test can choose.
struct TestProvisioning {
  /// A TAM, a signer or a verifier.
  struct Anchor {
    var key: TestKey
    var uri = ""
    /// The vendor that a signer is limited to; empty for none.
    var vendor: [UInt8] = []
    /// Encoded identifiers; empty for everything.
    var identifiers: [UInt8] = []
    var policy: TrustAnchorPolicy = []
    var keyAgreementKey: [UInt8] = []
    /// The name in the certificates that ``key``, of an authority, makes.
    var certifiedName = ""

    func encode(into writer: inout CBORWriter) throws(EncodeError) {
      let none: [UInt8] = []
      try writer.trustAnchor(
        TrustAnchorDescription(
          algorithm: key.algorithm, publicKey: key.publicKey.span, keyIdentifier: key.identifier.span,
          uri: Array(uri.utf8).span, vendorIdentifier: vendor.span, classIdentifier: none.span,
          encodedIdentifiers: identifiers.span, policy: policy, keyAgreementKey: keyAgreementKey.span,
          certifiedName: Array(certifiedName.utf8).span))
    }
  }

  var key: TestKey
  var otherKey: TestKey?
  var tams: [Anchor]
  var signers: [Anchor]
  var verifiers: [Anchor] = []
  var attestationKey: TestKey?
  /// The encoded `x5chain` of the attestation key.
  var attestationCertificates: [UInt8] = []
  var deviceIdentifier: [UInt8] = []

  static let ueid = [UInt8](hexadecimal: "01 000102030405060708090a0b0c0d0e0f")
  /// ["", [-16, 32 bytes]]
  static let reference = [UInt8](hexadecimal: "82 60 82 2f 5820" + String(repeating: "c0", count: 32))

  init() throws {
    key = try TestKey("K7")
    tams = [Anchor(key: try TestKey("K3"), uri: TestDevice.tamURI)]
    signers = [Anchor(key: try TestKey("K1"))]
    // That of the manifests in the published messages.
    if TestCipherSuite.current != .esp256 { signers.append(Anchor(key: try TestKey(published: "K1"))) }
  }

  func encoded() throws -> [UInt8] {
    try TEEPAgentTests.encoded { (writer) throws(EncodeError) in
      let optional = [attestationKey != nil, !verifiers.isEmpty, otherKey != nil, !deviceIdentifier.isEmpty]
      try writer.provisioningHeader(
        algorithm: key.algorithm, privateKey: key.privateKey.span, keyIdentifier: key.identifier.span,
        optionalMemberCount: optional.count { $0 })
      try writer.provisioningTAMs(count: tams.count)
      for anchor in tams { try anchor.encode(into: &writer) }
      try writer.provisioningSigners(count: signers.count)
      for anchor in signers { try anchor.encode(into: &writer) }
      try writer.provisioningTrailer(
        vendorIdentifier: TestEnvelope().vendor.span, classIdentifier: TestEnvelope().deviceClass.span)
      if let attestationKey { try encodeAttestation(attestationKey, into: &writer) }
      if !verifiers.isEmpty { try writer.provisioningVerifiers(count: verifiers.count) }
      for anchor in verifiers { try anchor.encode(into: &writer) }
      if let otherKey {
        try writer.provisioningOtherDeviceKey(
          algorithm: otherKey.algorithm, privateKey: otherKey.privateKey.span,
          keyIdentifier: otherKey.identifier.span)
      }
      if !deviceIdentifier.isEmpty { try writer.provisioningDeviceIdentifier(deviceIdentifier.span) }
    }
  }

  private func encodeAttestation(_ key: TestKey, into writer: inout CBORWriter) throws(EncodeError) {
    let oem: [UInt8] = [0x19, 0x7B, 0x00]
    try writer.provisioningAttestation(
      algorithm: key.algorithm, privateKey: key.privateKey.span, keyIdentifier: key.identifier.span,
      ueid: Self.ueid.span, encodedOEMIdentifier: oem.span, hardwareModel: Array("m0".utf8).span,
      hardwareVersion: Array("1.2".utf8).span, encodedReference: Self.reference.span,
      encodedCertificates: attestationCertificates.span)
  }
}
