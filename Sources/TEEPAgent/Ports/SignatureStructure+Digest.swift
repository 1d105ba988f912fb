public import TEEPCodec

extension SignatureStructure {
  /// The SHA-256 digest of the encoded structure: what ESP256 signs.
  @inline(never)
  public func digest<Hash: SHA256Hash>(by _: Hash.Type) -> InlineArray<32, UInt8> {
    var hash = Hash()
    forEachPiece { piece in hash.update(piece) }
    var digest = InlineArray<32, UInt8>(repeating: 0)
    var bytes = digest.mutableSpan
    hash.finish(into: &bytes)
    return digest
  }
}
