import CBearSSL
package import TEEPAgent

// C takes pointers: each of those here is valid for the call that it is passed to, and has the length that is
// checked above it. BearSSL declares keys as pointers to mutable bytes, and only reads them.
extension BearSSLCrypto {
  /// Whether `signature` (r ‖ s) is one of the 32-byte `digest` under `publicKey` (x ‖ y), by ECDSA on P-256
  /// (FIPS 186-5, section 6.4.2).
  package func verify(
    digest: Span<UInt8>, publicKey: Span<UInt8>, signature: Span<UInt8>
  ) -> SignatureVerdict {
    guard
      digest.count == 32, publicKey.count == 64, signature.count == 64,
      // BearSSL refuses an s of 0 and what is not below the order, but not an r of 0.
      !isZero(signature.extracting(first: 32))
    else { return .forged }
    // SEC 1, section 2.3.3: 4 stands before the coordinates of an uncompressed point.
    var point = InlineArray<65, UInt8>(repeating: 4)
    for index in publicKey.indices { point[index &+ 1] = publicKey[index] }
    var coordinates = point.mutableSpan
    let result = unsafe coordinates.withUnsafeMutableBufferPointer { point in
      var key = unsafe br_ec_public_key(
        curve: Int32(BR_EC_secp256r1), q: point.baseAddress, qlen: point.count)
      return unsafe digest.withUnsafeBufferPointer { digest in
        unsafe signature.withUnsafeBufferPointer { signature in
          unsafe br_ecdsa_i15_vrfy_raw(
            bearssl_p256(), digest.baseAddress, digest.count, &key, signature.baseAddress, signature.count)
        }
      }
    }
    return SignatureVerdict(libraryResult: result)
  }

  /// Signs the 32-byte `digest` by deterministic ECDSA on P-256 (RFC 6979) and writes r ‖ s to the start of
  /// `signature`. False where the key is 0 or not below the order, or where a length is wrong.
  package func sign(
    digest: Span<UInt8>, privateKey: Span<UInt8>, into signature: inout MutableSpan<UInt8>
  ) -> Bool {
    guard digest.count == 32, privateKey.count == 32, signature.count >= 64 else { return false }
    return unsafe signature.withUnsafeMutableBufferPointer { signature in
      unsafe privateKey.withUnsafeBufferPointer { scalar in
        var key = unsafe br_ec_private_key(
          curve: Int32(BR_EC_secp256r1), x: UnsafeMutablePointer(mutating: scalar.baseAddress),
          xlen: scalar.count)
        return unsafe digest.withUnsafeBufferPointer { digest in
          unsafe br_ecdsa_i15_sign_raw(
            bearssl_p256(), bearssl_sha256(), digest.baseAddress, &key, signature.baseAddress)
        }
      }
    } == 64
  }

  private func isZero(_ bytes: Span<UInt8>) -> Bool {
    var bits: UInt8 = 0
    for index in bytes.indices { bits |= bytes[index] }
    return bits == 0
  }
}
