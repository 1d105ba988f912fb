import CBearSSL
public import TEEPAgent

extension BearSSLCrypto {
  /// HMAC with SHA-256 by BearSSL.
  @safe
  public struct HMACSHA256: HMACSHA256Computation {
    // Its pointers are to the library's own constant tables.
    private var context = unsafe br_hmac_context()

    // The pointers are valid for the calls, and the counts are their own.

    public init(key: Span<UInt8>) {
      var keyContext = unsafe br_hmac_key_context()
      unsafe key.withUnsafeBufferPointer { key in
        unsafe br_hmac_key_init(&keyContext, bearssl_sha256(), key.baseAddress, key.count)
      }
      _ = unsafe br_hmac_init(&context, &keyContext, 0)
      unsafe bearssl_wipe(&keyContext, MemoryLayout<br_hmac_key_context>.size)
    }

    public mutating func update(_ bytes: Span<UInt8>) {
      guard bytes.count > 0 else { return }
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe br_hmac_update(&context, bytes.baseAddress, bytes.count)
      }
    }

    public mutating func finish(into code: inout MutableSpan<UInt8>) {
      precondition(code.count >= br_sha256_SIZE)
      unsafe code.withUnsafeMutableBufferPointer { code in
        _ = unsafe br_hmac_out(&context, code.baseAddress)
      }
      unsafe bearssl_wipe(&context, MemoryLayout<br_hmac_context>.size)
    }
  }
}
