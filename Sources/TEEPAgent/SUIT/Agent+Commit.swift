import TEEPCodec

/// A tree of manifests becomes what is installed, in one transaction.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  @inline(never)
  mutating func commit(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    try demandManaged(memory)
    var manifestSlots = InlineArray<4, Slot>(repeating: Slot())
    var slots = manifestSlots.mutableSpan
    do throws(StoreError) {
      try stage(&slots, memory)
      try stageNoWear()
      try store.commit()
    } catch {
      store.rollback()
      for index in slots.indices { store.discard(&slots[index]) }
      throw error == .tooManyIdentifiers ? .componentUnsupported : .operationFailed
    }
    settle(memory)
  }

  /// Writes the manifests that are new, and puts them and what they have into a transaction.
  @inline(never)
  private mutating func stage(
    _ manifestSlots: inout MutableSpan<Slot>, _ memory: borrowing SUITMemory
  ) throws(StoreError) {
    for index in 0..<procedure.manifests.count where isNew(index) {
      let content = memory.bytes(procedure.manifests[index].manifest)
      manifestSlots[index] = try store.allocate(byteCount: content.count)
      try store.append(content, to: &manifestSlots[index])
    }
    for index in 0..<procedure.manifests.count where isNew(index) {
      try stage(index, slot: manifestSlots[index], memory)
      try stageComponents(of: index, memory)
      try stageDependencies(of: index, memory)
    }
    #if !WITHOUT_TRUST_ANCHOR_UPDATES
      for component in 0..<procedure.components.count
      where isTrustAnchors(component, memory) && slots.has(component) {
        let range = store.range(of: slots[component])
        try stageTrustAnchors(
          memory.bytes(SUITExtent(range.lowerBound, count: range.count, inFlash: true)))
      }
    #endif
  }

  #if !WITHOUT_TRUST_ANCHOR_UPDATES
    private mutating func isTrustAnchors(_ component: Int, _ memory: borrowing SUITMemory) -> Bool {
      Trust.isTrustAnchors(self.component(component, memory).identifier)
    }
  #endif

  /// Demands that the TAM manages all that would be replaced: what another one's components lose their manifest by is not
  /// its own to replace.
  @inline(never)
  private mutating func demandManaged(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    for index in 0..<procedure.manifests.count where isNew(index) {
      guard let manifest = try? memory.manifest(procedure.manifests[index].manifest),
        let identifier = try? manifest.identifier(), manages(identifier, tam: sendingTAM ?? 0)
      else { throw .componentUnauthorised }
    }
  }

  /// What is committed is the store's; an envelope or a ciphertext has served.
  @inline(never)
  private mutating func settle(_ memory: borrowing SUITMemory) {
    unsoundManifests = 0
    for component in 0..<procedure.components.count {
      #if !WITHOUT_TRUST_ANCHOR_UPDATES
        if slots.has(component), isTrustAnchors(component, memory) { forgetTAMs() }
      #endif
      if slots.has(component) {
        if !procedure.components[component].isLinked { store.discard(&slots[component]) }
        slots.clear(component)
      }
      pending.remove(self.component(component, memory).identifier)
    }
  }

  /// Whether a manifest of the tree is to be installed: not where it is so already, or where another dependent has it too.
  private mutating func isNew(_ index: Int) -> Bool {
    let entry = procedure.manifests[index]
    guard entry.signer != SUITTreeManifest.none else { return false }
    for earlier in 0..<index where procedure.manifests[earlier].component == entry.component { return false }
    return true
  }

  @inline(never)
  private mutating func stage(
    _ index: Int, slot: Slot, _ memory: borrowing SUITMemory
  ) throws(StoreError) {
    let entry = procedure.manifests[index]
    guard let manifest = try? memory.manifest(entry.manifest), let identifier = try? manifest.identifier(),
      let digest = try? memory.envelope(entry.envelope).readDigest()
    else { throw .notFound }
    try store.put(manifest: identifier, sequenceNumber: manifest.sequenceNumber, digest: digest, bytes: slot)
  }

  @inline(never)
  private mutating func stageComponents(of index: Int, _ memory: borrowing SUITMemory) throws(StoreError) {
    let entry = procedure.manifests[index]
    for position in 0..<Int(entry.componentCount) {
      guard let link = entry.component(at: position), !link.isDependency else { continue }
      try stage(component: link.component, memory)
    }
  }

  @inline(never)
  private mutating func stage(component: Int, _ memory: borrowing SUITMemory) throws(StoreError) {
    var entry = procedure.components[component]
    // A ciphertext that was decrypted and that no digest vouches for.
    if entry.isConsumed, entry.isDoubtful { return }
    let target = self.component(component, memory)
    #if !WITHOUT_LOADING
      // Neither written nor installed: it is loaded before something runs.
      if !slots.has(component), store.component(target.identifier) == nil { return }
    #endif
    guard slots.has(component), !entry.isLinked else { return try store.link(installed: target.identifier) }
    var digest = InlineArray<32, UInt8>(repeating: 0)
    var span = digest.mutableSpan
    guard image(of: target, digest: &span) != nil else { throw .notFound }
    try store.link(component: target.identifier, digest: digest.span, bytes: slots[component])
    entry.isLinked = true
    procedure.components[component] = entry
  }

  /// A manifest that was wanted for its own sake links itself, so that it stays when no other one needs it any longer.
  @inline(never)
  private mutating func stageDependencies(of index: Int, _ memory: borrowing SUITMemory) throws(StoreError) {
    let identifier = try identifier(of: index, memory)
    if index == 0 || isOwnRoot(identifier) { try store.link(dependency: identifier) }
    for other in 1..<max(1, procedure.manifests.count)
    where procedure.manifests[other].parent == UInt8(truncatingIfNeeded: index) {
      try store.link(dependency: self.identifier(of: other, memory))
    }
  }

  @_lifetime(copy memory)
  @inline(never)
  private mutating func identifier(
    of index: Int, _ memory: borrowing SUITMemory
  ) throws(StoreError) -> Span<UInt8> {
    guard let manifest = try? memory.manifest(procedure.manifests[index].manifest),
      let identifier = try? manifest.identifier()
    else { throw .notFound }
    return identifier
  }

  @inline(never)
  private mutating func isOwnRoot(_ identifier: Span<UInt8>) -> Bool {
    guard let installed = store.manifest(identifier) else { return false }
    for index in 0..<installed.dependencyCount {
      if let name = installed.dependency(at: index), name.equals(identifier) { return true }
    }
    return false
  }
}
