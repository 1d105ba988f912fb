import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Removes the manifest of this identifier and what only it holds (draft-ietf-suit-trust-domains-11, sections 5.2.5
  /// and 6.4). One that is not installed is no failure: what was asked for is so.
  @inline(never)
  mutating func uninstall(_ identifier: Span<UInt8>, for tam: Int) throws(SUITReportReason) {
    guard Trust(store.provisioning).isPermitted(identifier, to: .tam, at: tam) else {
      throw .componentUnauthorised
    }
    isUninstalling = true
    defer { isUninstalling = false }
    try runUninstall(identifier)
    forgetPending(identifier)
    try remove(identifier)
  }

  @inline(never)
  private mutating func runUninstall(_ identifier: Span<UInt8>) throws(SUITReportReason) {
    let mapping = store.mapping
    let memory = SUITMemory(message: Span(), flash: mapping.bytes)
    if try takeInstalled(identifier, memory) { try run(.uninstall, memory) }
  }

  /// Takes an installed manifest as the root; false where there is none.
  @inline(never)
  private mutating func takeInstalled(
    _ identifier: Span<UInt8>, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> Bool {
    guard let range = store.manifest(identifier)?.manifestRange else { return false }
    try take(
      root: SUITExtent(range.lowerBound, count: range.count, inFlash: true), envelope: SUITExtent(),
      signer: SUITTreeManifest.none, memory)
    return true
  }

  /// What was asked for its components has been dealt with.
  @inline(never)
  private mutating func forgetPending(_ identifier: Span<UInt8>) {
    guard let installed = store.manifest(identifier) else { return }
    for index in 0..<installed.componentCount {
      if let component = installed.component(at: index) { pending.remove(component.identifier) }
    }
  }

  /// Removes the manifest and each dependency that no other one links.
  @inline(never)
  private mutating func remove(_ identifier: Span<UInt8>) throws(SUITReportReason) {
    guard store.manifest(identifier) != nil else { return }
    do throws(StoreError) {
      try stageRemoval(of: identifier)
      try store.commit()
    } catch {
      store.rollback()
      throw .operationFailed
    }
  }

  @inline(never)
  private mutating func stageRemoval(of identifier: Span<UInt8>) throws(StoreError) {
    try store.remove(manifest: identifier)
    let mapping = store.mapping
    guard let installed = store.manifest(identifier, in: mapping.bytes) else { throw .notFound }
    for index in 0..<installed.dependencyCount {
      guard let name = installed.dependency(at: index), !name.equals(identifier),
        store.linkCount(ofManifest: name) == 1
      else { continue }
      try store.remove(manifest: name)
    }
  }
}
