public import AgentCryptoEd25519
import CMbedTLS

extension MbedTLSCrypto {
  /// SHA-512 by mbed TLS.
  public struct SHA512: SHA512Hash {
    private var context = mbedtls_sha512_context()

    // The results that are thrown away report what hardware may fail at; this is the software implementation.

    public init() { _ = unsafe mbedtls_sha512_starts_ret(&context, 0) }

    public mutating func update(_ bytes: Span<UInt8>) {
      guard bytes.count > 0 else { return }
      // The pointer is valid for the call, and the count is its own.
      unsafe bytes.withUnsafeBufferPointer { bytes in
        _ = unsafe mbedtls_sha512_update_ret(&context, bytes.baseAddress, bytes.count)
      }
    }

    public mutating func finish(into digest: inout MutableSpan<UInt8>) {
      precondition(digest.count >= 64)
      unsafe digest.withUnsafeMutableBufferPointer { digest in
        _ = unsafe mbedtls_sha512_finish_ret(&context, digest.baseAddress)
      }
      // The context holds the end of what was hashed, which may be a secret: this fills it with zeros.
      unsafe mbedtls_sha512_free(&context)
    }
  }
}
