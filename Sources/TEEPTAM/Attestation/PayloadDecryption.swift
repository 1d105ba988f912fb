import Crypto
import CryptoExtras
import Foundation
import TEEPCodec
public import TEEPHost

/// The TAM's key agreement key, which opens what agents encrypt for it (draft-ietf-teep-protocol-26, section 8.2).
public struct PayloadDecryption: Sendable {
  private let key: P256.KeyAgreement.PrivateKey
  private let keyIdentifier: [UInt8]

  /// Takes a P-256 key, which is for this and nothing else.
  public init(_ key: SigningKey) throws(KeyError) {
    guard key.type == .p256 else { throw .unsupported("no P-256 key, which key agreement needs") }
    do {
      self.key = try P256.KeyAgreement.PrivateKey(rawRepresentation: key.privateRepresentation)
    } catch { throw .malformed("it is no key agreement key") }
    keyIdentifier = key.verificationKey.thumbprint
  }

  /// Whether bytes are a COSE_Encrypt, by its tag 96.
  static func isEncrypted(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xD8, 0x60]) }

  /// The content of a COSE_Encrypt to this key; nil where it is for another one or was changed.
  func open(_ bytes: [UInt8], _ purpose: KeyDerivationContext.Purpose) throws(DecodeError) -> [UInt8]? {
    let message = try COSEEncrypted(decoding: bytes.span)
    // The content is never detached (section 8.2).
    guard !message.isEncrypt0, let ciphertext = [UInt8](copying: message.ciphertext) else { return nil }
    for index in 0..<message.recipients.count {
      let recipient = try message.recipients.recipient(at: index)
      if let identifier = recipient.keyIdentifier, [UInt8](copying: identifier) != keyIdentifier { continue }
      guard let wrapping = wrappingKey(for: recipient, purpose),
        let contentKey = try? AES.KeyWrap.unwrap([UInt8](copying: recipient.wrappedKey), using: wrapping)
      else { continue }
      return Self.open(
        ciphertext, message.algorithm, contentKey, [UInt8](copying: message.initializationVector),
        [UInt8](joining: { message.structure.forEachPiece($0) }))
    }
    return nil
  }

  /// ECDH-ES with HKDF-SHA-256, without salt (RFC 9053, section 6.4.1).
  private func wrappingKey(
    for recipient: borrowing COSERecipient, _ purpose: KeyDerivationContext.Purpose
  ) -> SymmetricKey? {
    guard recipient.algorithm == .ecdhESA128KW, let ephemeral = recipient.ephemeralKey,
      ephemeral.kind == .p256,
      let sender = try? P256.KeyAgreement.PublicKey(
        rawRepresentation: [UInt8](copying: ephemeral.x) + [UInt8](copying: ephemeral.y)),
      let secret = try? key.sharedSecretFromKeyAgreement(with: sender)
    else { return nil }
    let context = recipient.keyDerivationContext(for: purpose)
    let info = [UInt8](joining: { context.forEachPiece($0) })
    return secret.hkdfDerivedSymmetricKey(
      using: SHA256.self, salt: [UInt8](), sharedInfo: info, outputByteCount: 16)
  }

  private static func open(
    _ ciphertext: [UInt8], _ algorithm: COSEAlgorithm, _ key: SymmetricKey, _ iv: [UInt8], _ covered: [UInt8]
  ) -> [UInt8]? {
    // An AEAD has its tag of 16 bytes at the end.
    let (content, tag) = (ciphertext.dropLast(16), ciphertext.suffix(16))
    switch algorithm {
    case .a128CTR:
      guard key.bitCount == 128, let nonce = try? AES._CTR.Nonce(nonceBytes: iv),
        let plain = try? AES._CTR.decrypt(ciphertext, using: key, nonce: nonce)
      else { return nil }
      return Array(plain)
    case .a128GCM:
      guard key.bitCount == 128, let nonce = try? AES.GCM.Nonce(data: iv),
        let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: content, tag: tag),
        let plain = try? AES.GCM.open(box, using: key, authenticating: covered)
      else { return nil }
      return Array(plain)
    case .chaCha20Poly1305:
      guard key.bitCount == 256, let nonce = try? ChaChaPoly.Nonce(data: iv),
        let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: content, tag: tag),
        let plain = try? ChaChaPoly.open(box, using: key, authenticating: covered)
      else { return nil }
      return Array(plain)
    default: return nil
    }
  }
}
