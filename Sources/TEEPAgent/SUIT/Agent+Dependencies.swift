import TEEPCodec

/// What the processor asks of the agent about manifests.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  mutating func fetchedEnvelope(_ component: Int) -> Range<Int>? {
    slots.has(component) ? slots[component].extent.range : nil
  }

  /// In an update the manifest is copied: to make room, what is installed may be moved.
  @inline(never)
  mutating func installedManifest(
    _ component: borrowing SUITComponent, digest: Span<UInt8>?
  ) throws(SUITReportReason) -> Range<Int>? {
    let mapping = store.mapping
    guard let installed = store.manifest(component.identifier, in: mapping.bytes) else { return nil }
    if let digest, !installed.digest.equals(digest) { return nil }
    guard !isReadOnly else { return installed.manifestRange }
    do throws(StoreError) {
      var slot = try store.allocate(byteCount: installed.manifestRange.count)
      if let moved = store.manifest(component.identifier, in: mapping.bytes) {
        try store.append(moved.manifest, to: &slot)
      }
      slots[component.index] = slot
    } catch { throw .operationFailed }
    let range = slots[component.index].extent.range
    guard let digest, isWhole(mapping.bytes.extracting(range), digest: digest) else { throw .operationFailed }
    return range
  }

  /// Whether a manifest has this digest, which is taken of its byte string, head included.
  @inline(never)
  func isWhole(_ manifest: Span<UInt8>, digest: Span<UInt8>) -> Bool {
    var hash = Crypto.SHA256()
    let head = CBORHead(.byteString, UInt64(manifest.count))
    hash.update(head.bytes)
    hash.update(manifest)
    var computed = InlineArray<32, UInt8>(repeating: 0)
    var span = computed.mutableSpan
    hash.finish(into: &span)
    return computed.span.equals(digest)
  }

  @inline(never)
  mutating func authorize(
    _ manifest: borrowing SUITManifest, signer: UInt8
  ) throws(SUITReportReason) {
    let identifier = try manifest.readIdentifier()
    try store.trust.authorize(
      identifier, manifest.readCommon(), by: ManifestAuthority(tam: sendingTAM ?? 0, signer: Int(signer)))
    if let known = store.sequenceNumber(rememberedFor: identifier), known > manifest.sequenceNumber {
      throw .unauthorised
    }
  }

  mutating func allowsMissingConditions(signer: UInt8) -> Bool {
    policy(of: signer).contains(.allowsMissingConditions)
  }

  mutating func allowsImplicitIntegrity(signer: UInt8) -> Bool {
    policy(of: signer).contains(.allowsImplicitIntegrity)
  }

  private mutating func policy(of signer: UInt8) -> TrustAnchorPolicy {
    store.trust.anchor(.signer, at: Int(signer))?.policy ?? []
  }
}
