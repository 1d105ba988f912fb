public import TEEPCodec

/// A SHA-256 computation under way (FIPS 180-4).
public protocol SHA256Hash {
  init()
  mutating func update(_ bytes: Span<UInt8>)
  /// Writes the 32 bytes of the digest to the start of `digest`; the computation is over then.
  mutating func finish(into digest: inout MutableSpan<UInt8>)
}

/// The agent's cryptography: what it checks, signs and decrypts with.
///
/// Public keys are raw: x ‖ y (64 bytes) for P-256, the 32 bytes of RFC 8032 for Ed25519. Private keys are the
/// 32-byte scalar or seed. Signatures are the 64 bytes that COSE carries (RFC 9053, section 2).
public protocol AgentCrypto: ~Copyable {
  associatedtype SHA256: SHA256Hash
  associatedtype HMACSHA256: HMACSHA256Computation
  associatedtype AES128: AES128BlockDecryption
  associatedtype AES128CTR: AES128CTRDecryption
  associatedtype AES128GCM: AES128GCMComputation

  /// Whether `signature` is a valid one of `structure` under `publicKey`. With an algorithm that the port does not
  /// have, or a key or signature of another length, it is forged.
  func verify(
    _ algorithm: COSEAlgorithm, publicKey: Span<UInt8>, structure: borrowing SignatureStructure,
    signature: Span<UInt8>
  ) -> SignatureVerdict

  /// Signs `structure` and writes 64 bytes to the start of `signature`; deterministic for ESP256 (RFC 6979).
  /// False where the port does not have the algorithm or the key is not valid.
  func sign(
    _ algorithm: COSEAlgorithm, privateKey: Span<UInt8>, structure: borrowing SignatureStructure,
    into signature: inout MutableSpan<UInt8>
  ) -> Bool

  /// Agrees on a secret by ECDH on P-256 and writes it, the x coordinate of the common point, over the 32 bytes of
  /// `secret` (SEC 1, section 3.3.1). False where a key is not valid or a length is wrong.
  func agree(
    privateKey: Span<UInt8>, publicKey: Span<UInt8>, into secret: inout MutableSpan<UInt8>
  ) -> Bool

  /// Writes the public key on P-256, x ‖ y, of a private one over the 64 bytes of `publicKey`. False where the private key
  /// is not valid or a length is wrong.
  func publicKey(of privateKey: Span<UInt8>, into publicKey: inout MutableSpan<UInt8>) -> Bool

  /// Checks the certificates that came with a signature (RFC 9360, section 2; RFC 5280, section 6), and writes the public
  /// key that the first of them certifies, x ‖ y on P-256, over the 64 bytes of `publicKey` where it is to be trusted.
  ///
  /// - Parameters:
  ///   - authority: the public key, x ‖ y, that has to have signed the last one.
  ///   - name: what the first one has to name its subject, as a DNS name.
  ///   - time: seconds since 1970 at which all have to be valid.
  func certifiedKey(
    _ chain: borrowing COSECertificateChain, authority: Span<UInt8>, name: Span<UInt8>, time: Int64,
    into publicKey: inout MutableSpan<UInt8>
  ) -> CertificateVerdict

  /// Overwrites a secret with zeros, even where the compiler could show that nobody reads it again.
  static func wipe(_ secret: inout MutableSpan<UInt8>)
}
