import Foundation
import TEEPAuthor
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

/// Devices that trust whom a certificate authority vouches for.
@Suite struct AuthorityTests {
  private let folder: TemporaryFolder
  private let authority: VerificationKey

  init() throws {
    folder = try TemporaryFolder()
    authority = try SigningKey(generating: .p256).verificationKey
    try KeyFile.write(authority, to: folder.path("ca.pub.pem"))
    for (name, type) in [("agent", KeyType.p256), ("agent-ed25519", .ed25519)] {
      let key = try SigningKey(generating: type)
      try KeyFile.write(key, to: folder.path("\(name).pem"))
      try KeyFile.write(key.verificationKey, to: folder.path("\(name).pub.pem"))
    }
  }

  private static let authority = "certificate-authority: ca.pub.pem, certificate-name"

  /// The image of a device whose TAM and signers are described so.
  private func image(
    tam: String = "\(authority): tam.example", signers: String = "{\(authority): signer.example}",
    deviceKey: String = "agent.pem", for board: DeviceBoard = .linux
  ) throws -> [UInt8] {
    let text = """
      device-key: \(deviceKey)
      vendor-domain: teep.example
      class-name: model-1
      tams: [{\(tam), uri: "http://127.0.0.1:8080/tam"}]
      signers: [\(signers)]
      """
    let path = try folder.write(Array(text.utf8), to: "device.yaml")
    return try ProvisioningRequest.Draft(descriptionAt: path).finished().image(for: board)
  }

  @Test("the codec reads the authority and the name out of the image; one authority may vouch for several")
  func described() throws {
    let image = try image(
      signers: "{\(Self.authority): signer.example}, {\(Self.authority): other.example}")
    let count = Int(image[2061]) | Int(image[2062]) << 8
    let provisioning = try Provisioning(decoding: image.span.extracting(2064..<2064 + count))
    let tam = try provisioning.anchors.anchor(.tam, at: 0)
    #expect(tam.policy == .certifiesKeys)
    #expect([UInt8](copying: tam.publicKey) == authority.rawRepresentation)
    for (index, expected) in ["signer.example", "other.example"].enumerated() {
      let signer = try provisioning.anchors.anchor(.signer, at: index)
      guard let name = signer.certifiedName else { throw Unnamed() }
      #expect([UInt8](copying: name) == Array(expected.utf8))
    }
  }

  @Test(
    "a board that validates no certificates, a key that none are validated for, and half a description are refused"
  )
  func refused() throws {
    let board = try DeviceBoard(named: "nrf51-dk")
    #expect(throws: ProvisioningError.certificates("TAM", board)) { try image(for: board) }
    #expect(throws: ProvisioningError.certificates("signer", board)) {
      try image(tam: "key: agent.pub.pem", for: board)
    }
    #expect(throws: ProvisioningError.authorityKeyType("TAM")) { try image(deviceKey: "agent-ed25519.pem") }
    #expect(throws: ProvisioningError.authorityKeyType("signer")) {
      try image(
        tam: "key: agent.pub.pem",
        signers: "{certificate-authority: agent-ed25519.pub.pem, certificate-name: a}")
    }
    let one = "{\(Self.authority): signer.example}"
    #expect(throws: ProvisioningError.repeatedKey("signer")) { try image(signers: "\(one), \(one)") }
    for signer in [
      "{certificate-authority: ca.pub.pem}", "{key: ca.pub.pem, certificate-name: a}",
      "{key: ca.pub.pem, \(Self.authority): a}", "{mac-key: a, \(Self.authority): a}",
      "{\(Self.authority): ''}",
    ] {
      #expect(throws: FileError.self, "\(signer)") { try image(signers: signer) }
    }
  }

  @Test("certificates go beside the signature of their key, and beside that of no other")
  func signing() throws {
    let root = try TestAuthority()
    let key = try SigningKey(generating: .p256)
    let raw = key.verificationKey.rawRepresentation
    let certificates = try root.authority("below").certificates(for: raw, name: "signer.example")
    let chain = try CertificateChain(at: folder.write(TestAuthority.pem(certificates), to: "chain.pem"))
    let description = ManifestDescription(
      component: ComponentIdentifier(segments: [[1]]),
      manifestComponent: ComponentIdentifier(segments: [[2]]), sequenceNumber: 1,
      deviceClass: DeviceClass(
        vendorIdentifier: UUID.vendor(domain: "example.com"), classIdentifier: UUID.domainNames),
      payload: ManifestDescription.Payload(.integrated(key: nil)))
    var document = try EnvelopeDocument(description, payload: [1, 2, 3])
    try document.sign(with: key, certificates: chain)
    let bytes = document.encoded
    let block = try SUITEnvelope(decoding: bytes.span).block(at: 0)
    guard let found = try block.certificateChain(of: block.signature(at: 0)) else { throw Unnamed() }
    #expect(found.count == 2)
    #expect(try [UInt8](copying: found.certificate(at: 0)) == certificates[0])
    #expect(try [UInt8](copying: found.certificate(at: 1)) == certificates[1])
    #expect(throws: ManifestError.foreignCertificates) {
      try document.sign(with: SigningKey(generating: .p256), certificates: chain)
    }
  }

  /// There is no name or no certificate.
  private struct Unnamed: Error {}
}
