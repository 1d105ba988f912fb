/// A SHA-512 computation under way (FIPS 180-4), over which Ed25519 is defined.
public protocol SHA512Hash {
  init()
  mutating func update(_ bytes: Span<UInt8>)
  /// Writes the 64 bytes of the digest to the start of `digest`, and wipes what was hashed; the computation is over then.
  mutating func finish(into digest: inout MutableSpan<UInt8>)
}
