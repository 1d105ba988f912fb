extension AgentCrypto where Self: ~Copyable {
  /// Unwraps a key by AES key wrap with a 128-bit key (RFC 3394, section 2.2.2) and writes it over `key`.
  ///
  /// - Returns: false, with `key` wiped, where a length is wrong or the integrity check fails.
  @inline(never)
  public static func unwrap(
    _ wrappedKey: Span<UInt8>, keyEncryptionKey: Span<UInt8>, into key: inout MutableSpan<UInt8>
  ) -> Bool {
    let count = key.count &>> 3
    guard
      count >= 2, count <= 8, key.count & 7 == 0, wrappedKey.count == key.count &+ 8,
      var cipher = AES128(key: keyEncryptionKey)
    else { return false }
    for index in key.indices { key[index] = wrappedKey[index &+ 8] }
    // The register A of the specification, and the half of the key that is at work.
    var storage = InlineArray<16, UInt8>(repeating: 0)
    var block = storage.mutableSpan
    for index in 0..<8 { block[index] = wrappedKey[index] }
    var step = 6 &* count
    while step > 0 {
      let half = (step &- 1) % count &* 8
      block[7] ^= UInt8(truncatingIfNeeded: step)
      for index in 0..<8 { block[index &+ 8] = key[half &+ index] }
      cipher.decrypt(block: &block)
      for index in 0..<8 { key[half &+ index] = block[index &+ 8] }
      step &-= 1
    }
    cipher.finish()
    // The initial value of section 2.2.3.1.
    var difference: UInt8 = 0
    for index in 0..<8 { difference |= block[index] ^ 0xA6 }
    wipe(&block)
    guard difference == 0 else {
      wipe(&key)
      return false
    }
    return true
  }
}
