import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Removes the manifest of this identifier and what only it holds (draft-ietf-suit-trust-domains-11, sections 5.2.5
  /// and 6.4). One that is not installed is no failure: what was asked for is so.
  @inline(never)
  mutating func uninstall(_ identifier: Span<UInt8>, for tam: Int) throws(SUITReportReason) {
    try authorizeRemoval(of: identifier, for: tam)
    isReadOnly = true
    defer { isReadOnly = false }
    try runUninstall(identifier)
    try finishRemoval(of: identifier)
  }

  @inline(never)
  private mutating func authorizeRemoval(of identifier: Span<UInt8>, for tam: Int) throws(SUITReportReason) {
    guard manages(identifier, tam: tam) else {
      throw .componentUnauthorised
    }
  }

  @inline(never)
  private mutating func finishRemoval(of identifier: Span<UInt8>) throws(SUITReportReason) {
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
  mutating func takeInstalled(
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

  /// Removes the manifest and all that was there for its sake, in one transaction.
  @inline(never)
  private mutating func remove(_ identifier: Span<UInt8>) throws(SUITReportReason) {
    guard store.manifest(identifier) != nil else { return }
    do throws(StoreError) {
      try stageRemoval(of: identifier)
      try stageNoWear()
      try store.commit()
      unsoundManifests = 0
    } catch {
      store.rollback()
      throw .operationFailed
    }
  }

  /// Level by level: each manifest that was linked as a dependency goes with the last of those that link it.
  @inline(never)
  private mutating func stageRemoval(of identifier: Span<UInt8>) throws(StoreError) {
    let mapping = store.mapping
    // A bit for each installed manifest, of which there are at most 64.
    var removed: UInt64 = 0
    var wasRemoved = true
    while wasRemoved {
      wasRemoved = false
      for index in 0..<store.manifestCount where removed & 1 &<< UInt64(index) == 0 {
        guard let installed = store.manifest(at: index, in: mapping.bytes) else { continue }
        let name = installed.identifier
        let isRoot = name.equals(identifier)
        if !isRoot {
          guard isNeeded(name, onlyBy: removed, in: mapping.bytes) else { continue }
        }
        try store.remove(manifest: name)
        removed |= 1 &<< UInt64(index)
        wasRemoved = true
      }
    }
  }

  /// Whether manifests link one of that name as their dependency, and all of them are among the removed ones.
  @inline(never)
  private mutating func isNeeded(_ name: Span<UInt8>, onlyBy removed: UInt64, in flash: Span<UInt8>) -> Bool {
    var isNeeded = false
    for index in 0..<store.manifestCount where links(index, name, in: flash) {
      guard removed & 1 &<< UInt64(index) != 0 else { return false }
      isNeeded = true
    }
    return isNeeded
  }

  @inline(never)
  private mutating func links(_ index: Int, _ name: Span<UInt8>, in flash: Span<UInt8>) -> Bool {
    guard let installed = store.manifest(at: index, in: flash) else { return false }
    for position in 0..<installed.dependencyCount {
      if let dependency = installed.dependency(at: position), dependency.equals(name) { return true }
    }
    return false
  }
}
