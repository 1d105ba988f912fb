import Monocypher
public import TEEPAgent
public import TEEPCodec

/// Ed25519 (RFC 8032, section 5.1) with Monocypher's arithmetic and the hash of the port that uses it: without a heap, and
/// with a time that does not depend on secrets.
///
/// What is signed is hashed piece by piece. Monocypher's own `crypto_eddsa_sign` would want it in one piece, and hashes
/// with BLAKE2b.
public enum Ed25519<Hash: SHA512Hash> {
  private static var keyCount: Int { 32 }
  private static var signatureCount: Int { 64 }

  /// Whether `signature` (R ‖ S) is one of `structure` under the 32-byte `publicKey` (section 5.1.7). An S that is not
  /// below the order is refused, so that nobody can make a second signature of one.
  @inline(never)
  public static func verify(
    publicKey: Span<UInt8>, structure: borrowing SignatureStructure, signature: Span<UInt8>
  ) -> SignatureVerdict {
    guard publicKey.count == keyCount, signature.count == signatureCount else { return .forged }
    let scalar = challenge(
      point: signature.extracting(first: keyCount), publicKey: publicKey, structure: structure)
    // The lengths are those that are checked above, and that of a scalar.
    let status = unsafe signature.withUnsafeBufferPointer { signature in
      unsafe publicKey.withUnsafeBufferPointer { publicKey in
        unsafe scalar.span.withUnsafeBufferPointer { scalar in
          unsafe crypto_eddsa_check_equation(
            signature.baseAddress, publicKey.baseAddress, scalar.baseAddress)
        }
      }
    }
    // 0 for a valid signature, -1 for another.
    return SignatureVerdict(libraryResult: UInt32(truncatingIfNeeded: status &+ 1))
  }

  /// Signs `structure` with the key of the 32-byte seed `privateKey` (section 5.1.6) and writes R ‖ S to the start of
  /// `signature`. False where a length is wrong.
  @inline(never)
  public static func sign(
    privateKey: Span<UInt8>, structure: borrowing SignatureStructure,
    into signature: inout MutableSpan<UInt8>
  ) -> Bool {
    guard privateKey.count == keyCount, signature.count >= signatureCount else { return false }
    var hash = Hash()
    hash.update(privateKey)
    // The secret scalar in the first half; the second half makes the nonce.
    var expanded = digest(of: &hash)
    var secret = Scalar(repeating: 0)
    unsafe crypto_eddsa_trim_scalar(&secret, &expanded)
    var nonce = nonce(from: expanded.span.extracting(last: keyCount), structure: structure)
    var (point, publicKey) = (Scalar(repeating: 0), Scalar(repeating: 0))
    unsafe crypto_eddsa_scalarbase(&point, &nonce)
    unsafe crypto_eddsa_scalarbase(&publicKey, &secret)
    var challenge = challenge(point: point.span, publicKey: publicKey.span, structure: structure)
    var proof = Scalar(repeating: 0)
    unsafe crypto_eddsa_mul_add(&proof, &challenge, &secret, &nonce)
    for index in 0..<keyCount {
      signature[index] = point[index]
      signature[keyCount &+ index] = proof[index]
    }
    unsafe crypto_wipe(&expanded, MemoryLayout<InlineArray<64, UInt8>>.size)
    unsafe crypto_wipe(&secret, MemoryLayout<Scalar>.size)
    unsafe crypto_wipe(&nonce, MemoryLayout<Scalar>.size)
    return true
  }

  /// An integer modulo the order of the base point, or an encoded point.
  private typealias Scalar = InlineArray<32, UInt8>

  private static func nonce(
    from prefix: Span<UInt8>, structure: borrowing SignatureStructure
  ) -> Scalar {
    var hash = Hash()
    hash.update(prefix)
    structure.forEachPiece { hash.update($0) }
    return reduced(&hash)
  }

  private static func challenge(
    point: Span<UInt8>, publicKey: Span<UInt8>, structure: borrowing SignatureStructure
  ) -> Scalar {
    var hash = Hash()
    hash.update(point)
    hash.update(publicKey)
    structure.forEachPiece { hash.update($0) }
    return reduced(&hash)
  }

  /// The digest as a little-endian integer, modulo the order.
  @inline(never)
  private static func reduced(_ hash: inout Hash) -> Scalar {
    var digest = digest(of: &hash)
    var scalar = Scalar(repeating: 0)
    unsafe crypto_eddsa_reduce(&scalar, &digest)
    unsafe crypto_wipe(&digest, MemoryLayout<InlineArray<64, UInt8>>.size)
    return scalar
  }

  private static func digest(of hash: inout Hash) -> InlineArray<64, UInt8> {
    var digest = InlineArray<64, UInt8>(repeating: 0)
    var bytes = digest.mutableSpan
    hash.finish(into: &bytes)
    return digest
  }
}
