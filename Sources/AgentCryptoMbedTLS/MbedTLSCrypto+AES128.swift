import CMbedTLS
public import TEEPAgent

extension MbedTLSCrypto {
  /// AES-128 block decryption by mbed TLS.
  @safe
  public struct AES128: AES128BlockDecryption {
    private let context = unsafe Context<mbedtls_aes_context>(
      initialize: mbedtls_aes_init, free: mbedtls_aes_free)

    // The pointers are valid for the calls, and the counts are checked above them.

    public init?(key: Span<UInt8>) {
      guard key.count == 16 else { return nil }
      let status = unsafe key.withUnsafeBufferPointer { key in
        unsafe mbedtls_aes_setkey_dec(context.address, key.baseAddress, 128)
      }
      guard status == 0 else { return nil }
    }

    public mutating func decrypt(block: inout MutableSpan<UInt8>) {
      precondition(block.count >= 16)
      unsafe block.withUnsafeMutableBufferPointer { block in
        _ = unsafe mbedtls_aes_crypt_ecb(
          context.address, MBEDTLS_AES_DECRYPT, block.baseAddress, block.baseAddress)
      }
    }

    public mutating func finish() {
      // This fills the context with zeros.
      unsafe mbedtls_aes_free(context.address)
    }
  }
}
