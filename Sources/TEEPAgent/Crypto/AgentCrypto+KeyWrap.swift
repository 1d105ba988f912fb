extension AgentCrypto where Self: ~Copyable {
  /// Wraps a key by AES key wrap with a 128-bit key (RFC 3394, section 2.2.1) and writes it over `wrapped`, which is 8
  /// bytes longer than the key. False where a length is wrong.
  @inline(never)
  public static func wrap(
    _ key: Span<UInt8>, keyEncryptionKey: Span<UInt8>, into wrapped: inout MutableSpan<UInt8>
  ) -> Bool {
    let count = key.count &>> 3
    guard count >= 2, count <= 8, key.count & 7 == 0, wrapped.count == key.count &+ 8 else { return false }
    for index in key.indices { wrapped[index &+ 8] = key[index] }
    // The register A of the specification, and the half of the key that is at work.
    var storage = InlineArray<16, UInt8>(repeating: 0xA6)
    var block = storage.mutableSpan
    for step in 1...6 &* count {
      let half = (step &- 1) % count &* 8 &+ 8
      for index in 0..<8 { block[index &+ 8] = wrapped[half &+ index] }
      // A block is encrypted as the counter of CTR mode: what comes of zeros is the block's ciphertext.
      guard var cipher = AES128CTR(key: keyEncryptionKey, initializationVector: block.span) else {
        return false
      }
      for index in block.indices { block[index] = 0 }
      cipher.decrypt(&block)
      cipher.finish()
      block[7] ^= UInt8(truncatingIfNeeded: step)
      for index in 0..<8 { wrapped[half &+ index] = block[index &+ 8] }
    }
    for index in 0..<8 { wrapped[index] = block[index] }
    wipe(&block)
    return true
  }
}
