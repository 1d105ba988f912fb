import AgentCryptoBearSSL
import AgentCryptoMbedTLS
import TEEPAgent
import TEEPCodec
import Testing

/// What the tests need of a port beyond the agent's own protocol: ECDSA of a digest that the test gives.
protocol DigestCrypto: AgentCrypto, Sendable {
  func verify(digest: Span<UInt8>, publicKey: Span<UInt8>, signature: Span<UInt8>) -> SignatureVerdict
  func sign(digest: Span<UInt8>, privateKey: Span<UInt8>, into signature: inout MutableSpan<UInt8>) -> Bool
}

extension BearSSLCrypto: DigestCrypto {}
extension MbedTLSCrypto: DigestCrypto {}

/// One of the ports under test, with arrays in the place of spans.
struct CryptoPort: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let crypto: any DigestCrypto

  static let bearSSL = CryptoPort(testDescription: "BearSSL", crypto: BearSSLCrypto())
  static let mbedTLS = CryptoPort(testDescription: "mbed TLS", crypto: MbedTLSCrypto())
  static let all = [bearSSL, mbedTLS]
}

extension CryptoPort {
  /// The SHA-256 digest of `pieces`, one after the other.
  func sha256(pieces: [ArraySlice<UInt8>]) -> [UInt8] {
    func hash<Hash: SHA256Hash>(_: Hash.Type) -> [UInt8] {
      var hash = Hash()
      for piece in pieces { hash.update(piece.span) }
      var digest = [UInt8](repeating: 0, count: 32)
      var bytes = digest.mutableSpan
      hash.finish(into: &bytes)
      return digest
    }
    func open<Crypto: DigestCrypto>(_: Crypto) -> [UInt8] { hash(Crypto.SHA256.self) }
    return open(crypto)
  }

  func sha256(_ bytes: [UInt8]) -> [UInt8] { sha256(pieces: [bytes[...]]) }

  /// Signs a digest; nil where the port refuses.
  func sign(digest: [UInt8], privateKey: [UInt8]) -> [UInt8]? {
    var signature = [UInt8](repeating: 0, count: 64)
    var bytes = signature.mutableSpan
    return crypto.sign(digest: digest.span, privateKey: privateKey.span, into: &bytes) ? signature : nil
  }

  func verify(digest: [UInt8], publicKey: [UInt8], signature: [UInt8]) -> Bool {
    crypto.verify(digest: digest.span, publicKey: publicKey.span, signature: signature.span).isGenuine
  }

  /// Signs the Sig_structure of a COSE_Sign1 into the start of `buffer`.
  func sign(
    _ algorithm: COSEAlgorithm = .esp256, protected: [UInt8], payload: [UInt8], privateKey: [UInt8],
    into buffer: inout [UInt8]
  ) -> Bool {
    let structure = SignatureStructure(sign1Protected: protected.span, payload: payload.span)
    var bytes = buffer.mutableSpan
    return crypto.sign(algorithm, privateKey: privateKey.span, structure: structure, into: &bytes)
  }

  /// Verifies a signature of the Sig_structure of a COSE_Sign1.
  func verify(
    _ algorithm: COSEAlgorithm = .esp256, protected: [UInt8], payload: [UInt8], publicKey: [UInt8],
    signature: [UInt8]
  ) -> Bool {
    let structure = SignatureStructure(sign1Protected: protected.span, payload: payload.span)
    return crypto.verify(
      algorithm, publicKey: publicKey.span, structure: structure, signature: signature.span
    ).isGenuine
  }

  /// Verifies a signature of the Sig_structure of one signer of a COSE_Sign with no protected body headers.
  func verify(
    signerProtected: [UInt8], payload: [UInt8], publicKey: [UInt8], signature: [UInt8]
  ) -> Bool {
    let structure = SignatureStructure(
      bodyProtected: Span(), signerProtected: signerProtected.span, payload: payload.span)
    return crypto.verify(
      .esp256, publicKey: publicKey.span, structure: structure, signature: signature.span
    ).isGenuine
  }
}
