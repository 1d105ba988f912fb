import CMbedTLS
public import TEEPAgent

extension MbedTLSCrypto {
  /// AES-128 in GCM mode by mbed TLS. Copies of a value are one computation.
  ///
  /// The library's GCM takes all additional data at once, and whole blocks but for the last piece. So it only computes the
  /// tag here, of whole blocks that are collected; CTR mode, which GCM encrypts with, takes the pieces as they come.
  @safe
  public struct AES128GCM: AES128GCMComputation {
    private let context = unsafe Context<mbedtls_gcm_context>(
      initialize: mbedtls_gcm_init, free: mbedtls_gcm_free)
    private var ctr: AES128CTR
    private let initializationVector: InlineArray<12, UInt8>
    private var additionalData: [UInt8] = []
    private var isPastAdditionalData = false
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
      precondition(!isPastAdditionalData)
      for index in additionalData.indices { self.additionalData.append(additionalData[index]) }
    }

    public mutating func encrypt(_ bytes: inout MutableSpan<UInt8>) {
      start()
      // In counter mode the same computation encrypts and decrypts.
      ctr.decrypt(&bytes)
      collect(bytes.span)
    }

    public mutating func decrypt(_ bytes: inout MutableSpan<UInt8>) {
      start()
      collect(bytes.span)
      ctr.decrypt(&bytes)
    }

    public mutating func finish(into tag: inout MutableSpan<UInt8>) {
      precondition(tag.count == 16)
      start()
      authenticateBlock()
      ctr.finish()
      unsafe tag.withUnsafeMutableBufferPointer { tag in
        _ = unsafe mbedtls_gcm_finish(context.address, tag.baseAddress, tag.count)
      }
      // This fills the context with zeros.
      unsafe mbedtls_gcm_free(context.address)
    }

    public mutating func finish(tag: Span<UInt8>) -> Bool {
      var expected = InlineArray<16, UInt8>(repeating: 0)
      var bytes = expected.mutableSpan
      finish(into: &bytes)
      guard tag.count == 16 else { return false }
      return unsafe bytes.span.withUnsafeBufferPointer { expected in
        unsafe tag.withUnsafeBufferPointer { tag in
          unsafe mbedtls_ct_memcmp(expected.baseAddress, tag.baseAddress, 16)
        }
      } == 0
    }

    /// Goes over from the additional data to the ciphertext.
    private mutating func start() {
      guard !isPastAdditionalData else { return }
      isPastAdditionalData = true
      unsafe initializationVector.span.withUnsafeBufferPointer { initializationVector in
        _ = unsafe mbedtls_gcm_starts(
          context.address, MBEDTLS_GCM_DECRYPT, initializationVector.baseAddress, initializationVector.count,
          additionalData, additionalData.count)
      }
    }

    /// Takes the next bytes of the ciphertext.
    private mutating func collect(_ ciphertext: Span<UInt8>) {
      for index in ciphertext.indices {
        block[blockCount] = ciphertext[index]
        blockCount += 1
        if blockCount == 16 { authenticateBlock() }
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
