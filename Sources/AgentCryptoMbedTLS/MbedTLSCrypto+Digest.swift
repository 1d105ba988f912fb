import CMbedTLS
package import TEEPAgent

// C takes pointers: each of those here is valid for the call that it is passed to, and has the length that is
// checked above it.
extension MbedTLSCrypto {
  /// Whether `signature` (r ‖ s) is one of the 32-byte `digest` under `publicKey` (x ‖ y), by ECDSA on P-256
  /// (FIPS 186-5, section 6.4.2).
  package func verify(
    digest: Span<UInt8>, publicKey: Span<UInt8>, signature: Span<UInt8>
  ) -> SignatureVerdict {
    guard
      digest.count == 32, publicKey.count == 64, signature.count == 64,
      var curve = P256(), var point = Point(publicKey, on: &curve),
      var r = MultiPrecisionInteger(signature.extracting(first: 32)),
      var s = MultiPrecisionInteger(signature.extracting(last: 32))
    else { return .forged }
    let status = unsafe digest.withUnsafeBufferPointer { digest in
      unsafe mbedtls_ecdsa_verify(
        &curve.group, digest.baseAddress, digest.count, &point.point, &r.value, &s.value)
    }
    return SignatureVerdict(libraryResult: status == 0 ? 1 : 0)
  }

  /// Signs the 32-byte `digest` by deterministic ECDSA on P-256 (RFC 6979) and writes r ‖ s to the start of
  /// `signature`. False where the key is 0 or not below the order, or where a length is wrong.
  package func sign(
    digest: Span<UInt8>, privateKey: Span<UInt8>, into signature: inout MutableSpan<UInt8>
  ) -> Bool {
    guard
      digest.count == 32, privateKey.count == 32, signature.count >= 64,
      var curve = P256(), var scalar = MultiPrecisionInteger(privateKey)
    else { return false }
    var r = MultiPrecisionInteger()
    var s = MultiPrecisionInteger()
    let status = unsafe digest.withUnsafeBufferPointer { digest in
      unsafe mbedtls_ecdsa_sign_det_ext(
        &curve.group, &r.value, &s.value, &scalar.value, digest.baseAddress, digest.count,
        MBEDTLS_MD_SHA256, fillRandomly, nil)
    }
    return status == 0 && r.write(to: &signature, at: 0) && s.write(to: &signature, at: 32)
  }
}

/// Fills `count` bytes with random ones, by which mbed TLS hides the scalar from who can measure its work.
func fillRandomly(
  _: UnsafeMutableRawPointer?, _ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int
) -> Int32 {
  var source = SystemRandomNumberGenerator()
  let bytes = unsafe UnsafeMutableBufferPointer(start: bytes, count: count)
  for index in bytes.indices { unsafe bytes[index] = source.next() }
  return 0
}
