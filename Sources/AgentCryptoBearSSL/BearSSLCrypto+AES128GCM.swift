import CBearSSL
public import TEEPAgent

extension BearSSLCrypto {
  /// AES-128 in GCM mode by BearSSL's bit-sliced implementation, which is constant in time.
  @safe
  public struct AES128GCM: AES128GCMComputation {
    // Its pointers are to the library's own constant tables, and one to the keys in it, which C sets before each use.
    private var context = unsafe bearssl_aes_gcm()
    private var isPastAdditionalData = false

    // The pointers are valid for the calls, and the counts are their own or checked above them.

    public init?(key: Span<UInt8>, initializationVector: Span<UInt8>) {
      guard key.count == 16, initializationVector.count == 12 else { return nil }
      unsafe key.withUnsafeBufferPointer { key in
        unsafe initializationVector.withUnsafeBufferPointer { initializationVector in
          unsafe bearssl_aes_gcm_init(&context, key.baseAddress, initializationVector.baseAddress)
        }
      }
    }

    public mutating func authenticate(_ additionalData: Span<UInt8>) {
      precondition(!isPastAdditionalData)
      unsafe additionalData.withUnsafeBufferPointer { data in
        unsafe br_gcm_aad_inject(bearssl_aes_gcm_context(&context), data.baseAddress, data.count)
      }
    }

    public mutating func encrypt(_ bytes: inout MutableSpan<UInt8>) { run(&bytes, encrypting: 1) }

    public mutating func decrypt(_ bytes: inout MutableSpan<UInt8>) { run(&bytes, encrypting: 0) }

    private mutating func run(_ bytes: inout MutableSpan<UInt8>, encrypting: CInt) {
      flip()
      unsafe bytes.withUnsafeMutableBufferPointer { bytes in
        unsafe br_gcm_run(bearssl_aes_gcm_context(&context), encrypting, bytes.baseAddress, bytes.count)
      }
    }

    public mutating func finish(tag: Span<UInt8>) -> Bool {
      flip()
      var isAuthentic: UInt32 = 0
      if tag.count == 16 {
        isAuthentic = unsafe tag.withUnsafeBufferPointer { tag in
          unsafe br_gcm_check_tag(bearssl_aes_gcm_context(&context), tag.baseAddress)
        }
      }
      unsafe bearssl_wipe(&context, MemoryLayout<bearssl_aes_gcm>.size)
      return isAuthentic == 1
    }

    public mutating func finish(into tag: inout MutableSpan<UInt8>) {
      precondition(tag.count == 16)
      flip()
      unsafe tag.withUnsafeMutableBufferPointer { tag in
        unsafe br_gcm_get_tag(bearssl_aes_gcm_context(&context), tag.baseAddress)
      }
      unsafe bearssl_wipe(&context, MemoryLayout<bearssl_aes_gcm>.size)
    }

    /// Goes over from the additional data to the ciphertext.
    private mutating func flip() {
      if !isPastAdditionalData { unsafe br_gcm_flip(bearssl_aes_gcm_context(&context)) }
      isPastAdditionalData = true
    }
  }
}
