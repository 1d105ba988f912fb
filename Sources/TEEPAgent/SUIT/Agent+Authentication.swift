import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Bytes of a manifest beyond which it is refused.
  static var maximumManifestCount: Int { 4096 }

  /// Checks the digest of a manifest and a signature or MAC over it, before anything of the manifest is read
  /// (draft-ietf-suit-manifest-37, section 6.2).
  ///
  /// - Returns: the index of the signer.
  @inline(never)
  mutating func authenticate(_ bytes: Span<UInt8>) throws(SUITReportReason) -> UInt8 {
    let envelope = try SUITEnvelope.read(bytes)
    guard envelope.manifest.count <= Self.maximumManifestCount else { throw .componentUnsupported }
    let digest = try envelope.readDigest()
    var computed = InlineArray<32, UInt8>(repeating: 0)
    var computedSpan = computed.mutableSpan
    Self.sha256(of: envelope.wrappedManifest, into: &computedSpan)
    guard computed.span.equals(digest) else { throw .unauthorised }
    var isUnderstood = false
    for index in 0..<envelope.blockCount {
      var signer: Int?
      if let block = try? envelope.block(at: index) {
        signer = Trust(store.provisioning).signer(
          of: block, payload: envelope.encodedDigest, among: .signer, crypto: crypto)
      } else if !checkMAC(at: index, of: envelope, signer: &signer) {
        continue
      }
      isUnderstood = true
      if let signer { return UInt8(truncatingIfNeeded: signer) }
    }
    throw isUnderstood ? .unauthorised : .coseUnsupported
  }

  /// Finds the symmetric key of a block that is a COSE_Mac0; false where it is none.
  private mutating func checkMAC(
    at index: Int, of envelope: borrowing SUITEnvelope, signer: inout Int?
  ) -> Bool {
    #if SYMMETRIC_KEYS
      guard let mac = try? envelope.mac(at: index) else { return false }
      signer = Trust(store.provisioning).signer(
        of: mac, payload: envelope.encodedDigest, computation: Crypto.HMACSHA256.self)
      return true
    #else
      return false
    #endif
  }
}
