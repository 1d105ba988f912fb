extension AgentCrypto where Self: ~Copyable {
  /// Derives a key by HKDF with SHA-256 (RFC 5869) and writes it over `key`, at most 255 × 32 bytes.
  ///
  /// - Parameter forEachPiece: hands over the pieces of the info, in order; it is asked once for each 32 bytes.
  @inline(never)
  public static func deriveKey(
    from secret: Span<UInt8>, salt: Span<UInt8>, into key: inout MutableSpan<UInt8>,
    info forEachPiece: ((Span<UInt8>) -> Void) -> Void
  ) {
    var storage = InlineArray<32, UInt8>(repeating: 0)
    var pseudorandomKey = storage.mutableSpan
    var extraction = HMACSHA256(key: salt)
    extraction.update(secret)
    extraction.finish(into: &pseudorandomKey)

    var blockStorage = InlineArray<32, UInt8>(repeating: 0)
    var block = blockStorage.mutableSpan
    var counter: UInt8 = 0
    var done = 0
    while done < key.count {
      counter &+= 1
      var expansion = HMACSHA256(key: pseudorandomKey.span)
      if counter > 1 { expansion.update(block.span) }
      forEachPiece { piece in expansion.update(piece) }
      let end = InlineArray<1, UInt8>(repeating: counter)
      expansion.update(end.span)
      expansion.finish(into: &block)
      let count = min(32, key.count &- done)
      for index in 0..<count { key[done &+ index] = block[index] }
      done &+= count
    }
    wipe(&pseudorandomKey)
    wipe(&block)
  }
}
