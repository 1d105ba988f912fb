import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// The encrypted examples of draft-ietf-suit-firmware-encryption and of appendix E.3 of the TEEP draft, decrypted.
@Suite(
  "Encrypted examples", .enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct EncryptionExampleTests {
  private let privateKey: [UInt8]
  private let keyEncryptionKey: [UInt8]

  init() throws {
    privateKey = try P256Key(vector: "K2").privateKey
    keyEncryptionKey = [UInt8](hexadecimal: try Vectors.key("KEK")["k"] ?? "")
  }

  static let names = ["aes-kw-aes-ctr", "aes-kw-aes-gcm", "es-ecdh-aes-ctr", "es-ecdh-aes-gcm"]

  @Test("the four payloads are one plaintext, in pieces of any size", arguments: CryptoPort.all, names)
  func payloads(port: CryptoPort, name: String) throws {
    let information = try Vectors.bytes("suit-enc-info-\(name).cbor")
    let payload = try Vectors.bytes("suit-enc-payload-\(name).bin")
    let key = name.hasPrefix("aes-kw") ? keyEncryptionKey : privateKey
    for size in 1...payload.count {
      let decrypted = try port.decrypt(payload, information: information, key: key, pieceSize: size)
      #expect(decrypted == Array("This is a real firmware image.".utf8))
    }
    let other = [UInt8](repeating: 1, count: key.count)
    #expect(try port.decrypt(payload, information: information, key: other, pieceSize: 16) == nil)
    if name.hasSuffix("gcm") {
      var changed = payload
      changed[0] ^= 1
      #expect(try port.decrypt(changed, information: information, key: key, pieceSize: 16) == nil)
    }
  }

  @Test("appendix E.3: the personalization data, in one piece", arguments: CryptoPort.all)
  func personalization(port: CryptoPort) throws {
    let envelope = try Vectors.bytes("teep-appendixE-suit_personalization.cbor")
    // Parameters 18, content, and 19, encryption-info, of the install section.
    let content = try #require(byteString(in: envelope, after: [0x12]) { $0.count == 61 })
    let information = try #require(byteString(in: envelope, after: [0x13]) { $0.starts(with: [0xD8, 0x60]) })
    let decrypted = try #require(
      try port.decrypt(content, information: information, key: privateKey, pieceSize: 61))
    // The digest that the manifest demands of the component (parameter 3).
    let digest = port.sha256(decrypted)
    #expect(digest.hexadecimal.hasPrefix("8273468f"))
    #expect(envelope.indices.contains { envelope[$0...].starts(with: digest) })
    #expect(decrypted.count == 61)
  }

  @Test(
    "the MACs of the AES-KW manifests cover the digest", arguments: CryptoPort.all, ["", "-content", "-slot"])
  func codes(port: CryptoPort, name: String) throws {
    let envelope = try Vectors.bytes("suit-enc-suit-manifest-aes-kw\(name).cbor")
    let key = [UInt8](hexadecimal: try #require(try Vectors.key("MAC")["k"]))
    let block = try #require(byteString(in: envelope, after: []) { $0.starts(with: [0xD1, 0x84]) })
    let digest = try #require(
      byteString(in: envelope, after: []) { $0.starts(with: [0x82, 0x2F, 0x58, 0x20]) })
    let message = try COSEMac(decoding: block.span)
    #expect(message.algorithm == .hmac256)
    let isRight = port.hasCode(message, payload: digest, key: key)
    #expect(isRight)
    let ofOtherPayload = port.hasCode(message, payload: digest + [0], key: key)
    let withOtherKey = port.hasCode(message, payload: digest, key: Array(key.dropLast()))
    #expect(!ofOtherPayload && !withOtherKey)
  }

  /// The content of the first byte string in `bytes` that follows on `prefix` and satisfies `condition`.
  private func byteString(
    in bytes: [UInt8], after prefix: [UInt8], where condition: ([UInt8]) -> Bool
  ) -> [UInt8]? {
    for start in bytes.indices where bytes[start...].starts(with: prefix) {
      var reader = CBORReader(bytes.span.extracting((start + prefix.count)...))
      guard let content = try? reader.byteString() else { continue }
      let copy = (0..<content.count).map { content[$0] }
      if condition(copy) { return copy }
    }
    return nil
  }
}

extension CryptoPort {
  /// The plaintext of `ciphertext`, its tag aside, decrypted in pieces of `pieceSize` bytes; nil where a key is wrong or
  /// the tag is.
  func decrypt(
    _ ciphertext: [UInt8], information: [UInt8], key: [UInt8], pieceSize: Int
  ) throws -> [UInt8]? {
    func decrypt<Crypto: AgentCrypto>(_ crypto: Crypto) throws -> [UInt8]? {
      let message = try COSEEncrypted(decoding: information.span)
      let recipient = try message.recipients.recipient(at: 0)
      var contentKey = [UInt8](repeating: 0, count: 16)
      var contentKeyBytes = contentKey.mutableSpan
      guard
        crypto.contentKey(
          of: recipient, key: key.span, purpose: .suitPayloadEncryption, into: &contentKeyBytes),
        var decryption = ContentDecryption<Crypto>(of: message, contentKey: contentKeyBytes.span)
      else { return nil }
      let end = ciphertext.count - decryption.tagCount
      var plaintext: [UInt8] = []
      for start in stride(from: 0, to: end, by: pieceSize) {
        var piece = Array(ciphertext[start..<min(end, start + pieceSize)])
        var bytes = piece.mutableSpan
        decryption.decrypt(&bytes)
        plaintext += piece
      }
      let tag = Array(ciphertext[end...])
      return decryption.finish(tag: tag.span) ? plaintext : nil
    }
    return try decrypt(crypto)
  }

  /// Whether the tag of `message` is the HMAC of it and its detached payload.
  func hasCode(_ message: borrowing COSEMac, payload: [UInt8], key: [UInt8]) -> Bool {
    func hasCode<Crypto: AgentCrypto>(_: Crypto, _ message: borrowing COSEMac) -> Bool {
      message.structure(payload: payload.span).hasCode(message.tag, by: Crypto.HMACSHA256.self, key: key.span)
    }
    return hasCode(crypto, message)
  }
}
