import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Removes the manifest of this identifier and what only it holds (draft-ietf-suit-trust-domains-11, sections 5.2.5
  /// and 6.4). One that is not installed is no failure: what was asked for is so.
  @inline(never)
  mutating func uninstall(_ identifier: Span<UInt8>, for tam: Int) throws(SUITReportReason) {
    guard Trust(store.provisioning).isPermitted(identifier, to: .tam, at: tam) else {
      throw .componentUnauthorised
    }
    let mapping = store.mapping
    guard let installed = store.manifest(identifier, in: mapping.bytes) else { return }
    isUninstalling = true
    defer { isUninstalling = false }
    let range = installed.manifestRange
    let memory = SUITMemory(message: Span(), flash: mapping.bytes)
    try take(
      root: SUITExtent(place: SUITPlace(range.lowerBound, inFlash: true), count: range.count),
      envelope: SUITExtent(), signer: SUITTreeManifest.none, memory)
    try run(.uninstall, memory)
    for index in 0..<installed.componentCount {
      if let component = installed.component(at: index) { pending.remove(component.identifier) }
    }
    do throws(StoreError) {
      try store.remove(manifest: identifier)
      for index in 0..<installed.dependencyCount {
        guard let name = installed.dependency(at: index), !name.equals(identifier),
          store.linkCount(ofManifest: name) == 1
        else { continue }
        try store.remove(manifest: name)
      }
      try store.commit()
    } catch {
      store.rollback()
      throw .operationFailed
    }
  }
}
