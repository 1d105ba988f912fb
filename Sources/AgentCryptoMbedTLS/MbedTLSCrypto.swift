import AgentCryptoEd25519
public import TEEPAgent
public import TEEPCodec

/// The agent's cryptography by mbed TLS, on Linux.
///
/// Ed25519, ESP256, and ES256 as another name for that: whoever calls decides which of the two a key may serve.
public struct MbedTLSCrypto: AgentCrypto, Sendable {
  public init() {}

  public func verify(
    _ algorithm: COSEAlgorithm, publicKey: Span<UInt8>, structure: borrowing SignatureStructure,
    signature: Span<UInt8>
  ) -> SignatureVerdict {
    if algorithm == .ed25519 {
      return Ed25519<SHA512>.verify(publicKey: publicKey, structure: structure, signature: signature)
    }
    guard algorithm == .esp256 || algorithm == .es256 else { return .forged }
    let digest = structure.digest(by: SHA256.self)
    return verify(digest: digest.span, publicKey: publicKey, signature: signature)
  }

  public func sign(
    _ algorithm: COSEAlgorithm, privateKey: Span<UInt8>, structure: borrowing SignatureStructure,
    into signature: inout MutableSpan<UInt8>
  ) -> Bool {
    if algorithm == .ed25519 {
      return Ed25519<SHA512>.sign(privateKey: privateKey, structure: structure, into: &signature)
    }
    guard algorithm == .esp256 || algorithm == .es256 else { return false }
    let digest = structure.digest(by: SHA256.self)
    return sign(digest: digest.span, privateKey: privateKey, into: &signature)
  }
}
