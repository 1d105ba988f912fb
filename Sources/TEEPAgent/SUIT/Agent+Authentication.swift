import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Bytes of a manifest beyond which it is refused: it has to fit the response buffer when it is uninstalled.
  static var maximumManifestCount: Int { 1024 }

  /// Checks the digest of a manifest and a signature over it, before anything of the manifest is read
  /// (draft-ietf-suit-manifest-37, section 6.2).
  ///
  /// - Returns: the index of the signer.
  @inline(never)
  mutating func authenticate(_ bytes: Span<UInt8>) throws(SUITFailure) -> Int {
    let envelope = try SUITEnvelope.read(bytes)
    guard envelope.manifest.count <= Self.maximumManifestCount else {
      throw SUITFailure(.componentUnsupported)
    }
    let digest = try envelope.readDigest()
    var computed = InlineArray<32, UInt8>(repeating: 0)
    var computedSpan = computed.mutableSpan
    Self.sha256(of: envelope.wrappedManifest, into: &computedSpan)
    guard computed.span.equals(digest) else { throw SUITFailure(.unauthorised) }
    var isUnderstood = false
    for index in 0..<envelope.blockCount {
      guard let block = try? envelope.block(at: index) else { continue }
      isUnderstood = true
      let signer = Trust(store.provisioning).signer(
        of: block, payload: envelope.encodedDigest, among: .signer, crypto: crypto)
      if let signer { return signer }
    }
    throw SUITFailure(isUnderstood ? .unauthorised : .coseUnsupported)
  }
}
