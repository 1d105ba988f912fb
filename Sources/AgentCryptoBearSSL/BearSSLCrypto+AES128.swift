import CBearSSL
public import TEEPAgent

extension BearSSLCrypto {
  /// AES-128 block decryption by BearSSL's bit-sliced implementation, which is constant in time.
  @safe
  public struct AES128: AES128BlockDecryption {
    // Its one pointer is to the library's own constant table.
    private var keys = unsafe br_aes_ct_cbcdec_keys()

    // The pointers are valid for the calls, and the counts are checked above them.

    public init?(key: Span<UInt8>) {
      guard key.count == 16 else { return nil }
      unsafe key.withUnsafeBufferPointer { key in
        unsafe br_aes_ct_cbcdec_init(&keys, key.baseAddress, key.count)
      }
    }

    public mutating func decrypt(block: inout MutableSpan<UInt8>) {
      precondition(block.count >= br_aes_ct_BLOCK_SIZE)
      // One block of CBC after an IV of zeros is the block alone.
      var zeros = InlineArray<4, UInt32>(repeating: 0)
      unsafe block.withUnsafeMutableBufferPointer { block in
        unsafe br_aes_ct_cbcdec_run(&keys, &zeros, block.baseAddress, 16)
      }
    }

    public mutating func finish() {
      unsafe bearssl_wipe(&keys, MemoryLayout<br_aes_ct_cbcdec_keys>.size)
    }
  }
}
