import CMbedTLS
public import TEEPAgent

extension MbedTLSCrypto {
  /// AES-128 in GCM mode by mbed TLS. Copies of a value are one computation.
  ///
  /// The library's GCM takes all additional data at once, and whole blocks but for the last piece. So it only computes the
  /// tag here, of whole blocks that are collected; CTR mode, which GCM encrypts with, decrypts the pieces as they come.
  @safe
  public struct AES128GCM: AES128GCMDecryption {
    private let context = unsafe Context<mbedtls_gcm_context>(
      initialize: mbedtls_gcm_init, free: mbedtls_gcm_free)
    private var ctr: AES128CTR
    private let initializationVector: InlineArray<12, UInt8>
    private var additionalData: [UInt8] = []
    private var isDecrypting = false
    /// The begun block of ciphertext.
    private var block = InlineArray<16, UInt8>(repeating: 0)
    private var blockCount = 0

    // The pointers are valid for the calls, and the counts are checked above them or their own. The results that are
    // thrown away report a context that was not set up, and more bytes than GCM can take.

    public init?(key: Span<UInt8>, initializationVector: Span<UInt8>) {
      guard key.count == 16, initializationVector.count == 12 else { return nil }
      self.initializationVector = InlineArray { initializationVector[$0] }
      // Block 1 is that of the tag (NIST SP 800-38D, section 7.1).
      let firstBlock = InlineArray<16, UInt8> { $0 < 12 ? initializationVector[$0] : $0 < 15 ? 0 : 2 }
      guard let ctr = AES128CTR(key: key, initializationVector: firstBlock.span) else { return nil }
      self.ctr = ctr
      let status = unsafe key.withUnsafeBufferPointer { key in
        unsafe mbedtls_gcm_setkey(context.address, MBEDTLS_CIPHER_ID_AES, key.baseAddress, 128)
      }
      guard status == 0 else { return nil }
    }

    public mutating func authenticate(_ additionalData: Span<UInt8>) {
      precondition(!isDecrypting)
      for index in additionalData.indices { self.additionalData.append(additionalData[index]) }
    }

    public mutating func decrypt(_ bytes: inout MutableSpan<UInt8>) {
      start()
      for index in bytes.indices {
        block[blockCount] = bytes[index]
        blockCount += 1
        if blockCount == 16 { authenticateBlock() }
      }
      ctr.decrypt(&bytes)
    }

    public mutating func finish(tag: Span<UInt8>) -> Bool {
      start()
      authenticateBlock()
      ctr.finish()
      var expected = InlineArray<16, UInt8>(repeating: 0)
      var bytes = expected.mutableSpan
      unsafe bytes.withUnsafeMutableBufferPointer { expected in
        _ = unsafe mbedtls_gcm_finish(context.address, expected.baseAddress, expected.count)
      }
      // This fills the context with zeros.
      unsafe mbedtls_gcm_free(context.address)
      guard tag.count == 16 else { return false }
      return unsafe bytes.span.withUnsafeBufferPointer { expected in
        unsafe tag.withUnsafeBufferPointer { tag in
          unsafe mbedtls_ct_memcmp(expected.baseAddress, tag.baseAddress, 16)
        }
      } == 0
    }

    /// Goes over from the additional data to the ciphertext.
    private mutating func start() {
      guard !isDecrypting else { return }
      isDecrypting = true
      unsafe initializationVector.span.withUnsafeBufferPointer { initializationVector in
        _ = unsafe mbedtls_gcm_starts(
          context.address, MBEDTLS_GCM_DECRYPT, initializationVector.baseAddress, initializationVector.count,
          additionalData, additionalData.count)
      }
    }

    /// Adds the collected ciphertext to the tag.
    private mutating func authenticateBlock() {
      guard blockCount > 0 else { return }
      var plaintext = InlineArray<16, UInt8>(repeating: 0)
      var output = plaintext.mutableSpan
      unsafe block.span.withUnsafeBufferPointer { block in
        unsafe output.withUnsafeMutableBufferPointer { output in
          _ = unsafe mbedtls_gcm_update(context.address, blockCount, block.baseAddress, output.baseAddress)
        }
      }
      MbedTLSCrypto.wipe(&output)
      blockCount = 0
    }
  }
}
