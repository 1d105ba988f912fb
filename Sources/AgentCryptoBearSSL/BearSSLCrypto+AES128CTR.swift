import CBearSSL
public import TEEPAgent

extension BearSSLCrypto {
  /// AES-128 in CTR mode by BearSSL's bit-sliced implementation, which is constant in time.
  @safe
  public struct AES128CTR: AES128CTRDecryption {
    // Its one pointer is to the library's own constant table.
    private var keys = unsafe br_aes_ct_ctr_keys()
    /// The next counter block: 12 bytes, and the 32 bits by which BearSSL counts.
    private var nonce = InlineArray<12, UInt8>(repeating: 0)
    private var counter: UInt32 = 0
    /// The key stream of a block that was begun, and how much of it is used.
    private var stream = InlineArray<16, UInt8>(repeating: 0)
    private var used = 16

    public init?(key: Span<UInt8>, initializationVector: Span<UInt8>) {
      guard key.count == 16, initializationVector.count == 16 else { return nil }
      var nonce = nonce.mutableSpan
      for index in nonce.indices { nonce[index] = initializationVector[index] }
      for index in 12..<16 { counter = counter &<< 8 | UInt32(initializationVector[index]) }
      // The pointer is valid for the call, and the count is checked above.
      unsafe key.withUnsafeBufferPointer { key in
        unsafe br_aes_ct_ctr_init(&keys, key.baseAddress, key.count)
      }
    }

    public mutating func decrypt(_ bytes: inout MutableSpan<UInt8>) {
      var offset = 0
      while offset < bytes.count {
        let left = bytes.count &- offset
        if used == 16, left >= 16 {
          // The library's counter does not carry into the nonce.
          let blocks = min(UInt32(clamping: left &>> 4), counter == 0 ? .max : 0 &- counter)
          let count = Int(truncatingIfNeeded: blocks) &<< 4
          var piece = bytes._mutatingExtracting(offset..<offset &+ count)
          run(over: &piece)
          offset &+= count
          continue
        }
        if used == 16 {
          var zeros = InlineArray<16, UInt8>(repeating: 0)
          var block = zeros.mutableSpan
          run(over: &block)
          stream = zeros
          used = 0
        }
        bytes[offset] ^= stream.span[used]
        used &+= 1
        offset &+= 1
      }
    }

    /// Decrypts whole blocks, of which there are no more than the counter can count.
    private mutating func run(over blocks: inout MutableSpan<UInt8>) {
      // The pointers are valid for the call, and the counts are their own.
      counter = unsafe blocks.withUnsafeMutableBufferPointer { blocks in
        unsafe nonce.span.withUnsafeBufferPointer { nonce in
          unsafe br_aes_ct_ctr_run(&keys, nonce.baseAddress, counter, blocks.baseAddress, blocks.count)
        }
      }
      guard counter == 0 else { return }
      var upper = nonce.mutableSpan
      var index = 12
      repeat {
        index &-= 1
        upper[index] &+= 1
      } while upper[index] == 0 && index > 0
    }

    public mutating func finish() {
      unsafe bearssl_wipe(&keys, MemoryLayout<br_aes_ct_ctr_keys>.size)
      var stream = stream.mutableSpan
      BearSSLCrypto.wipe(&stream)
    }
  }
}
