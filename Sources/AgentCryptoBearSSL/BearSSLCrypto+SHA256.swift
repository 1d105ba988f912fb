import CBearSSL
public import TEEPAgent

extension BearSSLCrypto {
  /// SHA-256 by BearSSL.
  @safe
  public struct SHA256: SHA256Hash {
    // Its one pointer is to the library's own constant table.
    private var context = unsafe br_sha256_context()

    public init() { unsafe br_sha256_init(&context) }

    public mutating func update(_ bytes: Span<UInt8>) {
      guard bytes.count > 0 else { return }
      // The pointer is valid for the call, and the count is its own.
      unsafe bytes.withUnsafeBufferPointer { bytes in
        // The update of SHA-224 is that of SHA-256, under a macro's name that Swift does not see.
        unsafe br_sha224_update(&context, bytes.baseAddress, bytes.count)
      }
    }

    public mutating func finish(into digest: inout MutableSpan<UInt8>) {
      precondition(digest.count >= br_sha256_SIZE)
      unsafe digest.withUnsafeMutableBufferPointer { digest in
        unsafe br_sha256_out(&context, digest.baseAddress)
      }
      // The context holds the end of what was hashed, which may be a secret.
      unsafe bearssl_wipe(&context, MemoryLayout<br_sha256_context>.size)
    }
  }
}
