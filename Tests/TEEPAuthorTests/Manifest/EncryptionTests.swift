import AgentCryptoMbedTLS
import TEEPAgent
import TEEPAuthor
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

/// What swift-crypto encrypts, the agent's port to mbed TLS decrypts, with keys that openssl made.
@Suite("Encrypted payloads")
struct EncryptionTests {
  private static let payload = Array("What only the device is to read, longer than one block.".utf8)
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.payload, to: "app.bin")
    let made = try Command("openssl").run([
      "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", folder.path("device.pem"),
    ])
    try #require(made.status == 0, "\(made.errors)")
    try KeyFile.write(
      KeyFile.signingKey(at: folder.path("device.pem")).verificationKey, to: folder.path("public.pem"))
    try FileContents.createPrivate(Array(0..<16), at: folder.path("kek.bin"))
  }

  /// The private key, of which openssl prints the digits in lines behind `priv:`.
  private func privateKey() throws -> [UInt8] {
    let printed = try Command("openssl").run(["ec", "-in", folder.path("device.pem"), "-text", "-noout"])
    let text = String(decoding: printed.output, as: UTF8.self)
    let digits = try #require(text.firstMatch(of: /priv:([0-9a-f:\s]+)pub:/)).1.filter(\.isHexDigit)
    let bytes = [UInt8](hexadecimal: digits)
    return Array(repeating: 0, count: max(0, 32 - bytes.count)) + bytes.suffix(32)
  }

  private func envelope(_ encryption: String, algorithm: String) throws -> SUITParts {
    let yaml = """
      component: lock/app
      manifest-component: lock/suit
      sequence-number: 1
      vendor-domain: example.com
      class-name: model-1
      payload: {content: true, file: app.bin, encryption: {\(encryption), algorithm: \(algorithm)}}

      """
    let path = try folder.write(Array(yaml.utf8), to: "description.yaml")
    let document = try EnvelopeDocument(DescriptionFile.read(ManifestDescription.self, at: path))
    return try SUITParts(manifest: document.manifest)
  }

  @Test("the recipient alone can decrypt", arguments: ["A128CTR", "A128GCM"], [true, false])
  func roundTrip(algorithm: String, isAgreement: Bool) throws {
    let encryption =
      isAgreement ? "recipient: public.pem" : "key-encryption-key: kek.bin, key-identifier: kid-1"
    let parts = try envelope(encryption, algorithm: algorithm)
    let key = try isAgreement ? privateKey() : Array(0..<16)
    #expect(parts.content.firstRange(of: Self.payload.prefix(16)) == nil)
    #expect(try parts.decrypted(with: key) == Self.payload)
    var other = key
    other[0] ^= 1
    #expect(try parts.decrypted(with: other) != Self.payload)
  }

  @Test("each payload has a content key and an initialization vector of its own")
  func freshness() throws {
    let (first, second) = try (
      envelope("key-encryption-key: kek.bin", algorithm: "A128CTR"),
      envelope("key-encryption-key: kek.bin", algorithm: "A128CTR")
    )
    #expect(first.content != second.content)
    #expect(first.encryptionInfo != second.encryptionInfo)
  }
}

/// What an install section writes.
private struct SUITParts {
  private(set) var content: [UInt8] = []
  private(set) var encryptionInfo: [UInt8] = []

  init(manifest bytes: [UInt8]) throws {
    let manifest = try SUITManifest(decoding: bytes.span)
    guard var sequence = try manifest.sequence(.install) else { return }
    while let command = try sequence.next() {
      guard command.code == .directiveOverrideParameters else { continue }
      var parameters = try SUITParameters(command.argument)
      while let (code, range) = try parameters.next() {
        var value = command.argument.nested(range)
        switch SUITParameterCode(rawValue: code) {
        case .content: content = [UInt8](copying: try value.byteString())
        case .encryptionInfo: encryptionInfo = [UInt8](copying: try value.byteString())
        default: break
        }
      }
    }
  }

  /// The plaintext; nil where the key is wrong or the tag is.
  func decrypted(with key: [UInt8]) throws -> [UInt8]? {
    let message = try COSEEncrypted(decoding: encryptionInfo.span)
    let recipient = try message.recipients.recipient(at: 0)
    var contentKey = [UInt8](repeating: 0, count: 16)
    var contentKeyBytes = contentKey.mutableSpan
    guard
      MbedTLSCrypto().contentKey(
        of: recipient, key: key.span, purpose: .suitPayloadEncryption, into: &contentKeyBytes),
      var decryption = ContentDecryption<MbedTLSCrypto>(of: message, contentKey: contentKeyBytes.span)
    else { return nil }
    var plaintext = Array(content.dropLast(decryption.tagCount))
    var bytes = plaintext.mutableSpan
    decryption.decrypt(&bytes)
    let tag = Array(content.suffix(decryption.tagCount))
    return decryption.finish(tag: tag.span) ? plaintext : nil
  }
}
