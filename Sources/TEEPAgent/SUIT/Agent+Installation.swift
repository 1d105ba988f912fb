import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Processes one envelope of an Update: all of it is installed, or nothing is changed.
  @inline(never)
  mutating func install(_ bytes: Span<UInt8>, from tam: Int) throws(SUITFailure) {
    let authority = ManifestAuthority(tam: tam, signer: try authenticate(bytes))
    try install(authenticated: bytes, by: authority)
  }

  /// A function of its own, so that what it needs is not on the stack while a signature is checked.
  @inline(never)
  private mutating func install(
    authenticated bytes: Span<UInt8>, by authority: ManifestAuthority
  ) throws(SUITFailure) {
    let envelope = try SUITEnvelope.read(bytes)
    let manifest = try SUITManifest.read(envelope.manifest, base: envelope.manifestOffset)
    let common = try manifest.readCommon()
    let identifier = try manifest.readIdentifier()
    try Trust(store.provisioning).authorize(identifier, common, by: authority)
    if let known = store.sequenceNumber(rememberedFor: identifier), known > manifest.sequenceNumber {
      throw SUITFailure(.unauthorised)
    }
    let digest = try envelope.readDigest()
    guard !isIntact(identifier, digest: digest) else { return }
    do throws(SUITFailure) {
      var processor = try SUITProcessor(common, isEnvelope: true)
      try update(manifest, with: &processor, source: bytes)
      try commit(
        manifest, common, identifier: identifier, digest: digest, processor: &processor, source: bytes)
    } catch {
      discardSlots()
      throw error
    }
  }

  /// The update procedure (draft-ietf-suit-manifest-37, section 6.3), and what it has to have checked in the end.
  @inline(never)
  private mutating func update(
    _ manifest: borrowing SUITManifest, with processor: inout SUITProcessor, source: Span<UInt8>
  ) throws(SUITFailure) {
    try processor.run(.dependencyResolution, of: manifest, source: source, on: &self)
    try processor.run(.payloadFetch, of: manifest, source: source, on: &self)
    try processor.run(.candidateVerification, of: manifest, source: source, on: &self)
    try processor.run(.install, of: manifest, source: source, on: &self)
    try processor.run(.validate, of: manifest, source: source, on: &self)
    // A manifest that does not say for which devices it is could be meant for another (section 8.4.9.1).
    guard processor.checkedVendor, processor.checkedClass else { throw SUITFailure(.conditionFailed) }
    for component in 0..<processor.componentCount {
      guard slots.has(component) else { throw SUITFailure(.componentUnsupported) }
      try processor.verify(component, source: source, on: &self)
    }
  }

  /// Writes the manifest, and then makes it and its components what is installed, in one transaction.
  @inline(never)
  private mutating func commit(
    _ manifest: borrowing SUITManifest, _ common: borrowing SUITCommon, identifier: Span<UInt8>,
    digest: Span<UInt8>, processor: inout SUITProcessor, source: Span<UInt8>
  ) throws(SUITFailure) {
    var slot = Slot()
    do throws(StoreError) {
      slot = try store.allocate(byteCount: manifest.bytes.count)
      try store.append(manifest.bytes, to: &slot)
      try store.put(
        manifest: identifier, sequenceNumber: manifest.sequenceNumber, digest: digest, bytes: slot)
      for component in 0..<common.componentCount {
        guard let componentIdentifier = try? common.componentIdentifier(at: component),
          let imageDigest = processor.imageDigest(of: component, source: source)
        else { throw .notFound }
        try store.link(component: componentIdentifier, digest: imageDigest, bytes: slots[component])
      }
      try store.commit()
    } catch {
      store.rollback()
      store.discard(&slot)
      throw SUITFailure(.operationFailed)
    }
    for component in 0..<common.componentCount {
      slots.clear(component)
      pending.remove(try common.readIdentifier(of: component))
    }
  }

  /// Whether this very manifest is installed, and what it installed is still what it was.
  @inline(never)
  private mutating func isIntact(_ identifier: Span<UInt8>, digest: Span<UInt8>) -> Bool {
    guard let installed = store.manifest(identifier), installed.digest.equals(digest) else { return false }
    var computed = InlineArray<32, UInt8>(repeating: 0)
    for index in 0..<installed.componentCount {
      guard let component = installed.component(at: index) else { return false }
      var computedSpan = computed.mutableSpan
      Self.sha256(of: component.bytes, into: &computedSpan)
      guard computed.span.equals(component.digest) else { return false }
    }
    return true
  }
}
