public import AgentCryptoEd25519
import CBearSSL

extension BearSSLCrypto {
  /// SHA-512 by BearSSL.
  @safe
  public struct SHA512: SHA512Hash {
    // Its one pointer is to the library's own constant table.
    private var context = unsafe br_sha512_context()

    public init() { unsafe br_sha512_init(&context) }

    public mutating func update(_ bytes: Span<UInt8>) {
      guard bytes.count > 0 else { return }
      // The pointer is valid for the call, and the count is its own.
      unsafe bytes.withUnsafeBufferPointer { bytes in
        // The update of SHA-384 is that of SHA-512, under a macro's name that Swift does not see.
        unsafe br_sha384_update(&context, bytes.baseAddress, bytes.count)
      }
    }

    public mutating func finish(into digest: inout MutableSpan<UInt8>) {
      precondition(digest.count >= br_sha512_SIZE)
      unsafe digest.withUnsafeMutableBufferPointer { digest in
        unsafe br_sha512_out(&context, digest.baseAddress)
      }
      // The context holds the end of what was hashed, which may be a secret.
      unsafe bearssl_wipe(&context, MemoryLayout<br_sha512_context>.size)
    }
  }
}
