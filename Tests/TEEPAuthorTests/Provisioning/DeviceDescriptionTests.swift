import Foundation
import TEEPAuthor
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

/// A description with all that it may have: what the codec reads out of the image is what was described.
@Suite struct DeviceDescriptionTests {
  private let folder: TemporaryFolder
  private let keys: [String: SigningKey]
  private let board: DeviceBoard

  init() throws {
    folder = try TemporaryFolder()
    board = try DeviceBoard(named: "microbit")
    var keys: [String: SigningKey] = [:]
    for name in ["agent", "tam", "signer", "verifier", "receiver", "attestation", "agreement"] {
      let key = try SigningKey(generating: .p256)
      keys[name] = key
      try KeyFile.write(key, to: folder.path(name + ".pem"))
      try KeyFile.write(key.verificationKey, to: folder.path(name + ".pub.pem"))
    }
    self.keys = keys
    try FileContents.createPrivate([UInt8](repeating: 0x61, count: 16), at: folder.path("kek.bin"))
    try FileContents.createPrivate([UInt8](repeating: 0x62, count: 32), at: folder.path("mac.bin"))
    try folder.write(Array("abc".utf8), to: "firmware.bin")
  }

  private static let text = """
    device-key: agent.pem
    vendor-domain: teep.example
    class-name: model-1
    device-id: 00112233-4455-6677-8899-aabbccddeeff
    tams:
      - {key: tam.pub.pem, uri: "http://127.0.0.1:8080/tam", key-agreement-key: agreement.pub.pem, needs-attestation: true, number-dialect: legacy}
    signers:
      - {key: signer.pub.pem, rights: [missing-conditions, trust-anchors]}
      - {mac-key: mac.bin, rights: [implicit-integrity, es256]}
    verifiers: [{key: verifier.pub.pem}]
    decryption-keys:
      - {key: receiver.pem}
      - {kek: kek.bin, kid: kek-1}
    attestation:
      key: attestation.pem
      ueid: "0102030405060708"
      oemid: f1e2d3
      hwmodel: model-1
      hwversion: "1.0"
      firmware: firmware.bin
      firmware-uri: http://host/agent.suit
    """

  /// The provisioning of the image that a description makes.
  private func image(_ text: String) throws -> [UInt8] {
    let path = try folder.write(Array(text.utf8), to: "device.yaml")
    return try ProvisioningRequest.Draft(descriptionAt: path).finished().image(for: board)
  }

  /// The encoded provisioning in an image: behind two root pages and four words, of the length in the last of them.
  private func content(of image: [UInt8]) -> [UInt8] {
    let count = Int(image[2061]) | Int(image[2062]) << 8
    return Array(image[2064..<2064 + count])
  }

  private func bytes(_ span: Span<UInt8>?) -> [UInt8]? {
    guard let span else { return nil }
    return [UInt8](copying: span)
  }

  @Test("the codec reads out of the image what is described")
  func all() throws {
    let content = try content(of: image(Self.text))
    let provisioning = try Provisioning(decoding: content.span)
    let tam = try provisioning.anchors.anchor(.tam, at: 0)
    #expect([UInt8](copying: tam.publicKey) == keys["tam"]?.verificationKey.rawRepresentation)
    #expect(
      bytes(tam.keyAgreementKey) == keys["agreement"]?.verificationKey.rawRepresentation)
    #expect(tam.policy == [.needsAttestation, .speaksLegacyNumbers])
    let signer = try provisioning.anchors.anchor(.signer, at: 0)
    #expect(signer.policy == [.allowsMissingConditions, .managesTrustAnchors])
    let mac = try provisioning.anchors.anchor(.signer, at: 1)
    #expect(mac.algorithm == .hmac256)
    #expect([UInt8](copying: mac.publicKey) == [UInt8](repeating: 0x62, count: 32))
    #expect(mac.policy == [.allowsImplicitIntegrity, .acceptsES256])
    #expect(provisioning.anchors.count(of: .verifier) == 1)
    let verifier = try provisioning.anchors.anchor(.verifier, at: 0)
    #expect([UInt8](copying: verifier.keyIdentifier) == keys["verifier"]?.verificationKey.thumbprint)
    #expect(provisioning.deviceKeyCount == 1)
    #expect(bytes(provisioning.deviceIdentifier) == [UInt8](hexadecimal: "00112233445566778899aabbccddeeff"))
  }

  @Test("decryption keys and what evidence is made from are in the image")
  func secrets() throws {
    let content = try content(of: image(Self.text))
    let provisioning = try Provisioning(decoding: content.span)
    #expect(provisioning.decryptionKeyCount == 2)
    let agreement = try provisioning.decryptionKey(at: 0)
    #expect(agreement.algorithm == .ecdhESA128KW)
    #expect([UInt8](copying: agreement.key) == keys["receiver"]?.privateRepresentation)
    #expect(
      bytes(agreement.keyIdentifier) == keys["receiver"]?.verificationKey.thumbprint)
    let wrapping = try provisioning.decryptionKey(at: 1)
    #expect(wrapping.algorithm == .a128KW)
    #expect([UInt8](copying: wrapping.key) == [UInt8](repeating: 0x61, count: 16))
    #expect(bytes(wrapping.keyIdentifier) == Array("kek-1".utf8))

    guard let attestation = try provisioning.attestation() else {
      Issue.record("no attestation")
      return
    }
    #expect([UInt8](copying: attestation.privateKey) == keys["attestation"]?.privateRepresentation)
    #expect([UInt8](copying: attestation.ueid) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect([UInt8](copying: attestation.encodedOEMIdentifier) == [0x43, 0xF1, 0xE2, 0xD3])
    #expect([UInt8](copying: attestation.hardwareModel) == Array("model-1".utf8))
    #expect([UInt8](copying: attestation.hardwareVersion) == Array("1.0".utf8))
    // [uri, [-16, SHA-256 of "abc"]] (FIPS 180-4's example).
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let uri = Array("http://host/agent.suit".utf8)
    #expect(
      bytes(attestation.encodedReference)
        == [0x82, 0x60 | UInt8(uri.count)] + uri + [0x82, 0x2F, 0x58, 0x20] + [UInt8](hexadecimal: digest))
  }

  @Test(
    "a raw key that others may read, or of another length, is refused", arguments: ["kek.bin", "mac.bin"])
  func rawKeys(name: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.path(name))
    let error = #expect(throws: FileError.self) { try image(Self.text) }
    #expect(error?.path == folder.path(name))
    #expect(error?.problem.contains("chmod 600") == true)
    try FileManager.default.removeItem(atPath: folder.path(name))
    try FileContents.createPrivate([UInt8](repeating: 1, count: 15), at: folder.path(name))
    let short = #expect(throws: FileError.self) { try image(Self.text) }
    #expect(short?.problem.contains("15 bytes") == true)
  }

  @Test(
    "one key serves one purpose",
    arguments: [("attestation.pem", "attestation key"), ("receiver.pem", "decryption key")])
  func sharedKeys(file: String, purpose: String) throws {
    let error = #expect(throws: ProvisioningError.self) {
      try image(Self.text.replacing(file, with: "agent.pem"))
    }
    #expect(error == .sharedKey("device key", purpose))
  }

  @Test(
    "what a field cannot be is said with its name",
    arguments: [
      ("ueid: \"0102030405060708\"", "ueid: \"010203040506\"", "attestation.ueid"),
      ("oemid: f1e2d3", "oemid: f1e2", "attestation.oemid"),
      ("hwmodel: model-1", "hwmodel: \"\"", "attestation.hwmodel"),
      ("hwversion: \"1.0\"", "hwversion: \"\"", "attestation.hwversion"),
      ("  firmware: firmware.bin\n", "", "attestation.firmware"),
      ("device-id: 00112233-4455-6677-8899-aabbccddeeff", "device-id: 00112233", "device-id"),
      ("number-dialect: legacy", "number-dialect: older", "tams.0.number-dialect"),
      ("rights: [missing-conditions, trust-anchors]", "rights: [everything]", "signers.0.rights.0"),
      ("{kek: kek.bin, kid: kek-1}", "{kek: kek.bin, key: receiver.pem}", "decryption-keys.1"),
    ])
  func badFields(field: String, wrong: String, name: String) throws {
    let error = #expect(throws: FileError.self) { try image(Self.text.replacing(field, with: wrong)) }
    #expect(error?.problem.contains("'\(name)'") == true, "\(error?.problem ?? "")")
  }

  @Test("a TAM that needs attestation needs a verifier")
  func verifier() throws {
    let text = Self.text.replacing("verifiers: [{key: verifier.pub.pem}]\n", with: "")
    #expect(throws: ProvisioningError.attestationWithoutVerifier) { try image(text) }
  }

  @Test("a board whose agent signs with ESP256 alone gets no key of the other cipher suite")
  func otherKey() throws {
    try KeyFile.write(SigningKey(generating: .ed25519), to: folder.path("other.pem"))
    #expect(throws: ProvisioningError.deviceKeyType(.ed25519, board)) {
      try image("other-device-key: other.pem\n" + Self.text)
    }
    try KeyFile.write(SigningKey(generating: .ed25519).verificationKey, to: folder.path("verifier.pub.pem"))
    #expect(throws: ProvisioningError.anchorKeyType("verifier", .ed25519, board)) { try image(Self.text) }
  }

  @Test("certificates go with the attestation key whose first one is of it, to an agent that sends them")
  func certificates() throws {
    let root = try TestAuthority()
    let text = Self.text.replacing("  ueid:", with: "  certificates: chain.pem\n  ueid:")
    func write(_ name: String) throws -> [[UInt8]] {
      let key = try #require(keys[name]?.verificationKey.rawRepresentation)
      let chain = try root.authority("middle").certificates(for: key, name: "device")
      try folder.write(TestAuthority.pem(chain), to: "chain.pem")
      return chain
    }
    let chain = try write("attestation")
    let path = try folder.write(Array(text.utf8), to: "device.yaml")
    let request = try ProvisioningRequest.Draft(descriptionAt: path).finished()
    let content = try content(of: request.image(for: .linux))
    guard let attestation = try Provisioning(decoding: content.span).attestation() else {
      Issue.record("no attestation")
      return
    }
    // [h'…', h'…'], both of 256 bytes or more.
    var expected: [UInt8] = [0x82]
    for certificate in chain {
      expected += [0x59, UInt8(certificate.count >> 8), UInt8(certificate.count & 0xFF)] + certificate
    }
    #expect([UInt8](copying: attestation.encodedCertificates) == expected)
    #expect(throws: ProvisioningError.attestationCertificates(board)) {
      try request.image(for: board)
    }
    _ = try write("agent")
    let error = #expect(throws: FileError.self) { try ProvisioningRequest.Draft(descriptionAt: path) }
    #expect(error?.problem.contains("is not that of the key") == true)
  }
}
