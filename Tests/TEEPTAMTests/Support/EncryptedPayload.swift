import Crypto
import CryptoExtras
import TEEPHost

/// A COSE_Encrypt by ECDH-ES with A128KW, made by hand with swift-crypto (draft-ietf-teep-protocol-26, section 8.2).
enum EncryptedPayload {
  enum Cipher: CaseIterable {
    case a128CTR, a128GCM, chaCha20Poly1305
  }

  /// - Parameter purpose: the text of `SuppPubInfo.other`.
  static func seal(
    _ plain: [UInt8], for key: VerificationKey, _ cipher: Cipher, purpose: String
  ) throws -> [UInt8] {
    let ephemeral = P256.KeyAgreement.PrivateKey()
    let receiver = try P256.KeyAgreement.PublicKey(rawRepresentation: key.rawRepresentation)
    // [-3, [null, null, null], [null, null, null], [128, <<{1: -29}>>, purpose]] (RFC 9053, section 5.2).
    let context: HandmadeCBOR = [
      -3, [.null, .null, .null], [.null, .null, .null],
      [128, .bytes([0xA1, 0x01, 0x38, 0x1C]), .bytes(Array(purpose.utf8))],
    ]
    let wrapping = try ephemeral.sharedSecretFromKeyAgreement(with: receiver).hkdfDerivedSymmetricKey(
      using: SHA256.self, salt: [UInt8](), sharedInfo: context.encoded, outputByteCount: 16)
    let contentKey = SymmetricKey(size: cipher == .chaCha20Poly1305 ? .bits256 : .bits128)
    let (protected, unprotected, content) = try encrypt(plain, cipher, contentKey)
    let point = Array(ephemeral.publicKey.rawRepresentation)
    let ephemeralKey = HandmadeCBOR.map([
      (1, 2), (-1, 1), (-2, .bytes(Array(point.prefix(32)))), (-3, .bytes(Array(point.suffix(32)))),
    ])
    let wrapped = try Array(AES.KeyWrap.wrap(contentKey, using: wrapping))
    let headers: [(HandmadeCBOR, HandmadeCBOR)] = [
      (4, .bytes(key.thumbprint)), (.negative(-1), ephemeralKey),
    ]
    let recipient = HandmadeCBOR.array([
      .bytes([0xA1, 0x01, 0x38, 0x1C]), .map(headers), .bytes(wrapped),
    ])
    return HandmadeCBOR.tagged(
      96, [.bytes(protected), .map(unprotected), .bytes(content), .array([recipient])]
    ).encoded
  }

  /// The protected bucket, the unprotected one, and the ciphertext with its tag.
  private static func encrypt(
    _ plain: [UInt8], _ cipher: Cipher, _ key: SymmetricKey
  ) throws -> ([UInt8], [(HandmadeCBOR, HandmadeCBOR)], [UInt8]) {
    switch cipher {
    case .a128CTR:
      // RFC 9459: nothing is protected.
      let iv = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
      let content = try AES._CTR.encrypt(plain, using: key, nonce: AES._CTR.Nonce(nonceBytes: iv))
      return ([], [(1, -65534), (5, .bytes(iv))], Array(content))
    case .a128GCM:
      let protected: [UInt8] = [0xA1, 0x01, 0x01]
      let box = try AES.GCM.seal(plain, using: key, authenticating: covered(protected))
      return (protected, [(5, .bytes(Array(box.nonce)))], Array(box.ciphertext + box.tag))
    case .chaCha20Poly1305:
      let protected: [UInt8] = [0xA1, 0x01, 0x18, 0x18]
      let box = try ChaChaPoly.seal(plain, using: key, authenticating: covered(protected))
      return (protected, [(5, .bytes(Array(box.nonce)))], Array(box.ciphertext + box.tag))
    }
  }

  /// Enc_structure (RFC 9052, section 5.3).
  private static func covered(_ protected: [UInt8]) -> [UInt8] {
    HandmadeCBOR.array(["Encrypt", .bytes(protected), .bytes([])]).encoded
  }
}
