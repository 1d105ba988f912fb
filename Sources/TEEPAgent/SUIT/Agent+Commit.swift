import TEEPCodec

/// A tree of manifests becomes what is installed, in one transaction.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  @inline(never)
  mutating func commit(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    var manifestSlots = InlineArray<4, Slot>(repeating: Slot())
    var linked: UInt32 = 0
    do throws(StoreError) {
      for index in 0..<procedure.manifestCount where isNew(index) {
        let content = memory.bytes(procedure.manifests[index].manifest)
        manifestSlots[index] = try store.allocate(byteCount: content.count)
        try store.append(content, to: &manifestSlots[index])
      }
      for index in 0..<procedure.manifestCount where isNew(index) {
        try stage(index, slot: manifestSlots[index], linked: &linked, memory)
      }
      try store.commit()
    } catch {
      store.rollback()
      for index in 0..<procedure.manifestCount { store.discard(&manifestSlots[index]) }
      throw .operationFailed
    }
    for component in 0..<procedure.componentCount where slots.has(component) {
      // What is committed is the store's; an envelope or a ciphertext has served.
      if linked & (1 &<< UInt32(component)) == 0 { store.discard(&slots[component]) }
      slots.clear(component)
    }
    for component in 0..<procedure.componentCount {
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

  /// Puts one manifest into the transaction, and links its components and dependencies.
  @inline(never)
  private mutating func stage(
    _ index: Int, slot: Slot, linked: inout UInt32, _ memory: borrowing SUITMemory
  ) throws(StoreError) {
    let entry = procedure.manifests[index]
    guard let manifest = try? SUITManifest(decoding: memory.bytes(entry.manifest)),
      let common = try? manifest.common(), let identifier = try? manifest.identifier(),
      let envelope = try? SUITEnvelope(decoding: memory.bytes(entry.envelope)),
      let digest = try? envelope.digest.bytes
    else { throw .notFound }
    try store.put(manifest: identifier, sequenceNumber: manifest.sequenceNumber, digest: digest, bytes: slot)
    for position in 0..<common.componentCount {
      guard let link = entry.component(at: position), !link.isDependency else { continue }
      try stage(component: link.component, linked: &linked, memory)
    }
    // A manifest that was wanted for its own sake links itself, so that it stays when no other one needs it any longer.
    if index == 0 || isOwnRoot(identifier) { try store.link(dependency: identifier) }
    for other in 1..<max(1, procedure.manifestCount)
    where procedure.manifests[other].parent == UInt8(truncatingIfNeeded: index) {
      guard
        let dependency = try? SUITManifest(decoding: memory.bytes(procedure.manifests[other].manifest)),
        let name = try? dependency.identifier()
      else { throw .notFound }
      try store.link(dependency: name)
    }
  }

  private mutating func stage(
    component: Int, linked: inout UInt32, _ memory: borrowing SUITMemory
  ) throws(StoreError) {
    let entry = procedure.components[component]
    // A ciphertext that was decrypted and that no digest vouches for.
    if entry.isConsumed, entry.isDoubtful { return }
    let target = self.component(component, memory)
    let bit: UInt32 = 1 &<< UInt32(component)
    guard slots.has(component), linked & bit == 0 else {
      return try store.link(installed: target.identifier)
    }
    var digest = InlineArray<32, UInt8>(repeating: 0)
    var span = digest.mutableSpan
    guard image(of: target, digest: &span) != nil else { throw .notFound }
    try store.link(component: target.identifier, digest: digest.span, bytes: slots[component])
    linked |= bit
  }

  private mutating func isOwnRoot(_ identifier: Span<UInt8>) -> Bool {
    guard let installed = store.manifest(identifier) else { return false }
    for index in 0..<installed.dependencyCount {
      if let name = installed.dependency(at: index), name.equals(identifier) { return true }
    }
    return false
  }
}
