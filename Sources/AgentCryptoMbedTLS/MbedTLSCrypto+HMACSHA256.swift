import CMbedTLS
public import TEEPAgent

extension MbedTLSCrypto {
  /// HMAC with SHA-256 by mbed TLS. Copies of a value are one computation.
  @safe
  public struct HMACSHA256: HMACSHA256Computation {
    private let context = unsafe Context<mbedtls_md_context_t>(
      initialize: mbedtls_md_init, free: mbedtls_md_free)

    // The pointers are valid for the calls, and the counts are their own.

    public init(key: Span<UInt8>) {
      let isReady = unsafe key.withUnsafeBufferPointer { key in
        unsafe mbedtls_md_setup(context.address, mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), 1) == 0
          && mbedtls_md_hmac_starts(context.address, key.baseAddress, key.count) == 0
      }
      precondition(isReady, "mbed TLS has no memory")
    }

    // The results that are thrown away report a context that was not set up.

    public mutating func update(_ bytes: Span<UInt8>) {
      guard bytes.count > 0 else { return }
      unsafe bytes.withUnsafeBufferPointer { bytes in
        _ = unsafe mbedtls_md_hmac_update(context.address, bytes.baseAddress, bytes.count)
      }
    }

    public mutating func finish(into code: inout MutableSpan<UInt8>) {
      precondition(code.count >= 32)
      unsafe code.withUnsafeMutableBufferPointer { code in
        _ = unsafe mbedtls_md_hmac_finish(context.address, code.baseAddress)
      }
      // This fills the context with zeros.
      unsafe mbedtls_md_free(context.address)
      unsafe mbedtls_md_init(context.address)
    }
  }
}
