import TEEPCodec
import TEEPTestSupport

/// Operations of pyca/cryptography.
enum Peer {
  static func sha256(_ bytes: [UInt8]) throws -> [UInt8] { try bytesAnswered("sha256", [bytes]) }

  /// HMAC with SHA-256.
  static func hmac(_ key: [UInt8], _ structure: [UInt8]) throws -> [UInt8] {
    try bytesAnswered("mac", [key, structure])
  }

  /// Unwraps a key by AES key wrap; throws where the wrapping is not of this key.
  static func unwrap(_ key: [UInt8], _ wrapped: [UInt8]) throws -> [UInt8] {
    try bytesAnswered("unwrap", [key, wrapped])
  }

  /// Wraps a key by AES key wrap.
  static func wrap(_ key: [UInt8], _ content: [UInt8]) throws -> [UInt8] {
    try bytesAnswered("wrap", [key, content])
  }

  /// The key of ECDH-ES with HKDF-SHA-256 and A128KW.
  static func agree(privateKey: [UInt8], publicKey: [UInt8], context: [UInt8]) throws -> [UInt8] {
    try bytesAnswered("agree", [privateKey, publicKey, context])
  }

  /// Encrypts.
  static func encrypt(
    _ algorithm: COSEAlgorithm, key: [UInt8], initializationVector: [UInt8], _ plaintext: [UInt8],
    structure: [UInt8]
  ) throws -> [UInt8] {
    let words = [key, initializationVector, plaintext, structure].map { $0.isEmpty ? "-" : $0.hexadecimal }
    let answers: [String] = try Python.pyca.ask("encrypt", ["\(algorithm.rawValue)"] + words)
    return [UInt8](hexadecimal: answers.joined())
  }

  /// Decrypts; throws where the algorithm authenticates and the tag is another.
  static func decrypt(
    _ algorithm: COSEAlgorithm, key: [UInt8], initializationVector: [UInt8], _ ciphertext: [UInt8],
    structure: [UInt8]
  ) throws -> [UInt8] {
    let words = [key, initializationVector, ciphertext, structure].map { $0.isEmpty ? "-" : $0.hexadecimal }
    let answers: [String] = try Python.pyca.ask("decrypt", ["\(algorithm.rawValue)"] + words)
    return [UInt8](hexadecimal: answers.joined())
  }

  private static func bytesAnswered(_ command: String, _ arguments: [[UInt8]]) throws -> [UInt8] {
    [UInt8](hexadecimal: try Python.pyca.answer(command, arguments))
  }
}
