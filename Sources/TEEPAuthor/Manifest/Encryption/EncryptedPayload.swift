import Crypto
import CryptoExtras
import Foundation
import TEEPCodec
import TEEPHost

/// How a payload itself is encrypted.
enum PayloadAlgorithm: String, CaseIterable, Sendable {
  case a128CTR = "A128CTR"
  case a128GCM = "A128GCM"

  var algorithm: COSEAlgorithm {
    switch self {
    case .a128CTR: .a128CTR
    case .a128GCM: .a128GCM
    }
  }
}

/// Who can decrypt a payload.
enum PayloadRecipient: Sendable {
  /// The holder of the private key of a public key of P-256: ECDH-ES+A128KW.
  case agreement(VerificationKey)
  /// The holders of a key of 16 bytes: A128KW.
  case keyEncryptionKey([UInt8], identifier: [UInt8]?)
}

/// A payload encrypted with a key of its own, and what its recipient needs to have that key
/// (draft-ietf-suit-firmware-encryption-24, section 6).
struct EncryptedPayload {
  /// With GCM its tag of 16 bytes is at the end.
  let ciphertext: [UInt8]
  /// The tagged COSE_Encrypt with a detached ciphertext: the parameter encryption-info.
  let encryptionInfo: [UInt8]

  init(_ plaintext: [UInt8], for recipient: PayloadRecipient, with method: PayloadAlgorithm) throws {
    let contentKey = SymmetricKey(size: .bits128)
    let algorithm = method.algorithm
    let initializationVector: [UInt8]
    switch method {
    case .a128CTR:
      initializationVector = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
      ciphertext = try Array(
        AES._CTR.encrypt(
          plaintext, using: contentKey, nonce: AES._CTR.Nonce(nonceBytes: initializationVector)))
    case .a128GCM:
      let nonce = AES.GCM.Nonce()
      initializationVector = Array(nonce)
      let sealed = try AES.GCM.seal(
        plaintext, using: contentKey, nonce: nonce, authenticating: Self.authenticatedData(of: algorithm))
      ciphertext = Array(sealed.ciphertext) + Array(sealed.tag)
    }
    let wrapped = try WrappedKey(contentKey, for: recipient)
    encryptionInfo = Self.message(algorithm, initializationVector, wrapped)
  }

  private static func message(
    _ algorithm: COSEAlgorithm, _ initializationVector: [UInt8], _ key: WrappedKey
  ) -> [UInt8] {
    [UInt8](encoding: { (writer) throws(EncodeError) in
      let vector = initializationVector.span
      try writer.coseEncrypt(algorithm, initializationVector: vector, ciphertext: nil, count: 1) {
        (recipients) throws(EncodeError) in try key.write(to: &recipients)
      }
    })
  }

  /// The whole Enc_structure (RFC 9052, section 5.3).
  private static func authenticatedData(of algorithm: COSEAlgorithm) -> [UInt8] {
    let bucket = COSEProtectedBucket(algorithm)
    let structure = EncryptionStructure(encryptProtected: bucket.bytes)
    return [UInt8](joining: { structure.forEachPiece($0) })
  }
}
