import Foundation
import TEEPAuthor
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

@Suite("Signing envelopes")
struct SigningTests {
  private let folder: TemporaryFolder
  private let description = ManifestDescription(
    component: ComponentIdentifier(segments: [[1]]), manifestComponent: ComponentIdentifier(segments: [[2]]),
    sequenceNumber: 1,
    deviceClass: DeviceClass(
      vendorIdentifier: UUID.vendor(domain: "example.com"), classIdentifier: UUID.domainNames),
    payload: ManifestDescription.Payload(.integrated(key: nil)))

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(
    "openssl verifies a signature over Sig_structure with the manifest's digest", arguments: KeyType.allCases)
  func againstOpenSSL(type: KeyType) throws {
    let key = try SigningKey(generating: type)
    var document = try EnvelopeDocument(description, payload: [1, 2, 3])
    try document.sign(with: key)
    let bytes = document.encoded

    // What openssl is asked about is put together here by hand from the envelope's own bytes: SHA-256 by openssl of the
    // manifest with its head, then ["Signature1", protected, h'', [-16, digest]].
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let block = try envelope.block(at: 0)
    let signature = [UInt8](copying: block.value(of: try block.signature(at: 0)))
    let wrapped = try folder.write([UInt8](copying: envelope.wrappedManifest), to: "manifest")
    let digest = try openssl(["dgst", "-sha256", "-binary", wrapped])
    let opening = "846a5369676e61747572653143a10127".dropLast(2) + (type == .p256 ? "28" : "32")
    let message = [UInt8](hexadecimal: opening + "405824" + "822f5820") + digest
    try folder.write(message, to: "message")
    try KeyFile.write(key.verificationKey, to: folder.path("key.pem"))
    switch type {
    case .p256:
      try folder.write(derSignature(signature), to: "signature")
      try openssl([
        "dgst", "-sha256", "-verify", folder.path("key.pem"), "-signature", folder.path("signature"),
        folder.path("message"),
      ])
    case .ed25519:
      try folder.write(signature, to: "signature")
      try openssl([
        "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", folder.path("key.pem"), "-sigfile",
        folder.path("signature"), "-in", folder.path("message"),
      ])
    }
  }

  @Test("openssl computes the same code over MAC_structure with the manifest's digest")
  func codeAgainstOpenSSL() throws {
    try FileContents.createPrivate(Array(1...32), at: folder.path("mac.bin"))
    var document = try EnvelopeDocument(description, payload: [1, 2, 3])
    let key = try MACKey(file: folder.path("mac.bin"))
    try document.authenticate(with: key)
    // ["MAC0", <<{1: 5}>>, h'', [-16, digest]] (RFC 9052, section 6.3)
    let envelope = try SUITEnvelope(decoding: document.encoded.span)
    let wrapped = try folder.write([UInt8](copying: envelope.wrappedManifest), to: "manifest")
    let digest = try openssl(["dgst", "-sha256", "-binary", wrapped])
    let structure = [UInt8](hexadecimal: "84 644d414330 43a10105 40 5824 82 2f 5820") + digest
    try folder.write(structure, to: "structure")
    let code = try openssl([
      "dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\([UInt8](1...32).hexadecimal)", "-binary",
      folder.path("structure"),
    ])
    // 17([<<{1: 5}>>, {4: kid}, null, code]); the kid is SHA-256 of {1: 4, -1: key} (RFC 9679, section 3).
    try folder.write([UInt8](hexadecimal: "a2 01 04 20 5820") + [UInt8](1...32), to: "cose-key")
    let thumbprint = try openssl(["dgst", "-sha256", "-binary", folder.path("cose-key")])
    let block = [UInt8](hexadecimal: "d1 84 43a10105 a1 04 5820") + thumbprint + [0xF6, 0x58, 0x20] + code
    #expect(document.blocks == [block])
  }

  @Test("the key's thumbprint is the kid, in the unprotected bucket; the payload is detached")
  func headers() throws {
    let key = try SigningKey(generating: .p256)
    var document = try EnvelopeDocument(description, payload: [])
    try document.sign(with: key)
    // 18([h'a10128', {4: kid}, null, signature]) by RFC 9052, section 4.2
    let block = try #require(document.blocks.first)
    let opening = [UInt8](hexadecimal: "d28443a10128a1045820") + key.verificationKey.thumbprint
    #expect(Array(block.prefix(opening.count + 3)) == opening + [0xF6, 0x58, 0x40])
    #expect(block.count == opening.count + 3 + 64)
  }

  @Test("each signer is found again, nobody else, and only for this manifest")
  func severalSigners() throws {
    let (first, second) = try (SigningKey(generating: .p256), SigningKey(generating: .ed25519))
    var document = try EnvelopeDocument(description, payload: [1])
    try document.sign(with: first)
    try document.sign(with: second)
    let read = try EnvelopeDocument(decoding: document.encoded)
    #expect(read.encoded == document.encoded)
    #expect(read.isSigned(by: first.verificationKey) && read.isSigned(by: second.verificationKey))
    #expect(try !read.isSigned(by: SigningKey(generating: .p256).verificationKey))

    try document.sign(with: first)
    try document.sign(with: first)
    #expect(throws: ManifestError.tooManySignatures) { try document.sign(with: first) }
  }

  @Test("an envelope whose manifest was changed is refused before it is signed")
  func changedManifest() throws {
    let bytes = try EnvelopeDocument(description, payload: [1, 2, 3]).encoded
    // The sequence number is the fourth byte of the manifest {1: 1, 2: 1, ...}, which begins after its head.
    let position = try #require(bytes.firstRange(of: [0xA6, 0x01, 0x01, 0x02, 0x01])).lowerBound + 4
    var changed = bytes
    changed[position] = 2
    #expect(throws: ManifestError.digestMismatch) { try EnvelopeDocument(decoding: changed) }
  }

  @Test("an envelope cut short or changed in any byte is refused or keeps what it says, and never traps")
  func damaged() throws {
    var document = try EnvelopeDocument(description, payload: [1, 2, 3])
    try document.sign(with: SigningKey(generating: .p256))
    let bytes = document.encoded
    for count in bytes.indices {
      #expect(throws: ManifestError.self) { try EnvelopeDocument(decoding: Array(bytes.prefix(count))) }
    }
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        guard let read = try? EnvelopeDocument(decoding: changed) else { continue }
        #expect(read.manifest == document.manifest)
      }
    }
  }

  @Test("a bare manifest, tagged or not, becomes an envelope without payload")
  func bareManifest() throws {
    let manifest = try EnvelopeDocument(description, payload: []).manifest
    // tag 1070 is d9 042e
    for tag in [[], [0xD9, 0x04, 0x2E]] as [[UInt8]] {
      let document = try EnvelopeDocument(decoding: tag + manifest)
      #expect(document.manifest == manifest && document.blocks.isEmpty)
    }
    #expect(throws: ManifestError.self) { try EnvelopeDocument(decoding: [0xD8, 0x6C] + manifest) }
    #expect(throws: ManifestError.self) { try EnvelopeDocument(decoding: manifest + [0]) }
  }

  @discardableResult
  private func openssl(_ arguments: [String]) throws -> [UInt8] {
    let outcome = try Command("openssl").run(arguments)
    try #require(outcome.status == 0, "openssl \(arguments): \(outcome.errors)")
    return outcome.output
  }
}
