import CMbedTLS
public import TEEPAgent

extension MbedTLSCrypto {
  /// AES-128 in CTR mode by mbed TLS.
  @safe
  public struct AES128CTR: AES128CTRDecryption {
    private let context = unsafe Context<mbedtls_aes_context>(
      initialize: mbedtls_aes_init, free: mbedtls_aes_free)
    /// The next counter block, and the key stream of a block that was begun.
    private var blocks = InlineArray<32, UInt8>(repeating: 0)
    /// How much of the key stream is used.
    private var used = 0

    // The pointers are valid for the calls, and the counts are checked above them or their own.

    public init?(key: Span<UInt8>, initializationVector: Span<UInt8>) {
      guard key.count == 16, initializationVector.count == 16 else { return nil }
      for index in initializationVector.indices { blocks[index] = initializationVector[index] }
      let status = unsafe key.withUnsafeBufferPointer { key in
        unsafe mbedtls_aes_setkey_enc(context.address, key.baseAddress, 128)
      }
      guard status == 0 else { return nil }
    }

    public mutating func decrypt(_ bytes: inout MutableSpan<UInt8>) {
      var used = used
      let context = unsafe context
      var state = blocks.mutableSpan
      unsafe bytes.withUnsafeMutableBufferPointer { bytes in
        unsafe state.withUnsafeMutableBufferPointer { state in
          let counter = state.extracting(..<16)
          let stream = state.extracting(16...)
          _ = unsafe mbedtls_aes_crypt_ctr(
            context.address, bytes.count, &used, counter.baseAddress, stream.baseAddress, bytes.baseAddress,
            bytes.baseAddress)
        }
      }
      self.used = used
    }

    public mutating func finish() {
      // This fills the context with zeros.
      unsafe mbedtls_aes_free(context.address)
      var state = blocks.mutableSpan
      MbedTLSCrypto.wipe(&state)
    }
  }
}
