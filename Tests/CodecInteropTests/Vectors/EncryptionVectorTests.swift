import TEEPCodec
import TEEPTestSupport
import Testing

/// The encryption infos of the examples, alone and in manifests, and what they decrypt, by pyca/cryptography.
@Suite("Encrypted examples", .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct EncryptionVectorTests {
  static let infos: [Vector] = Vector.those { if case .encryptionInfo = $0 { true } else { false } }
  /// SHA-256 of the plaintext of 30 bytes, as the dependency in the ECDH example has it.
  static let plaintextDigest = "36921488fe6680712f734e11f58d87eeb66d4b21a8a1ad3441060814da16d50f"

  private func secret(_ key: String, _ member: String) throws -> [UInt8] {
    [UInt8](hexadecimal: try #require(try Vectors.key(key)[member]))
  }

  /// The plaintext of `ciphertext`, by the key encryption key or the receiver's key of the examples.
  private func decrypt(_ info: [UInt8], _ ciphertext: [UInt8]) throws -> [UInt8] {
    let (kek, receiver) = (try secret("KEK", "k"), try secret("K2", "d"))
    let encrypted = try COSEEncrypted(decoding: info.span)
    let recipient = try encrypted.recipients.recipient(at: 0)
    let context = [UInt8](recipient.keyDerivationContext(for: .suitPayloadEncryption))
    let publicKey = ephemeralKey(of: recipient)
    let wrapped = [UInt8](recipient.wrappedKey)
    let initializationVector = [UInt8](encrypted.initializationVector)
    let structure = [UInt8](encrypted.structure)
    let algorithm = encrypted.algorithm
    let wrapping =
      try publicKey.isEmpty
      ? kek : Peer.agree(privateKey: receiver, publicKey: publicKey, context: context)
    let key = try Peer.unwrap(wrapping, wrapped)
    return try Peer.decrypt(
      algorithm, key: key, initializationVector: initializationVector, ciphertext, structure: structure)
  }

  private func ephemeralKey(of recipient: borrowing COSERecipient) -> [UInt8] {
    guard let key = recipient.ephemeralKey else { return [] }
    return [UInt8](key.x) + [UInt8](key.y)
  }

  @Test("decrypt their payloads to the one plaintext", arguments: infos)
  func payloads(vector: Vector) throws {
    let ciphertext = try Vectors.bytes(
      vector.stem.replacing("suit-enc-info-", with: "suit-enc-payload-") + ".bin")
    let plaintext = try decrypt(vector.bytes(), ciphertext)
    #expect(plaintext.count == 30)
    #expect(try Peer.sha256(plaintext).hexadecimal == Self.plaintextDigest)
  }

  private func content(_ encoded: [UInt8]?) throws -> [UInt8] {
    let bytes = encoded ?? []
    var reader = CBORReader(bytes.span)
    return [UInt8](try reader.byteString())
  }

  @Test(
    "decrypt the content of manifests",
    arguments: [
      ("suit-enc-suit-manifest-aes-kw-content", plaintextDigest),
      ("suit-enc-suit-manifest-es-ecdh-content", plaintextDigest),
      ("suit-enc-suit-manifest-es-ecdh-dependency", plaintextDigest),
      (
        "teep-appendixE-suit_personalization",
        "8273468fb64bd84bb04825f8371744d952b751c73a60f455af681e167726f116"
      ),
    ])
  func contents(name: String, digest: String) throws {
    let bytes = try Vectors.bytes(name + ".cbor")
    let envelope = try EnvelopeValue(decoding: bytes.span)
    let member = try #require(envelope.manifest.members.first { $0.kind == .sequence(.install) })
    guard case .commands(let commands) = member.content else { return }
    var values: [Int32: [UInt8]] = [:]
    for case .parameters(_, let parameters) in commands.flattened {
      for parameter in parameters { values[parameter.code] = parameter.encodedValue }
    }
    let info = try content(values[SUITParameterCode.encryptionInfo.rawValue])
    let plaintext = try decrypt(info, content(values[SUITParameterCode.content.rawValue]))
    #expect(try Peer.sha256(plaintext).hexadecimal == digest)
  }

  @Test("the component that is named by its digest is the one that is integrated")
  func component() throws {
    let payload = try Vectors.bytes("teep-appendixE-8d82573a.ta")
    let bytes = try Vectors.bytes("teep-appendixE-suit_integrated.cbor")
    let integrated = try EnvelopeValue(decoding: bytes.span)
    #expect(integrated.integrated.map(\.content) == [payload])
    let digest = try Peer.sha256(payload)
    // 3: h'822F5820…', the image digest of the manifest that fetches it.
    let parameter = [0x03, 0x58, 0x24, 0x82, 0x2F, 0x58, 0x20] + digest
    #expect(try Vectors.bytes("teep-appendixE-suit_uri.cbor").hexadecimal.contains(parameter.hexadecimal))
  }
}
