import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Whether a component of this encoded identifier is installed.
  func isInstalled(_ identifier: Span<UInt8>) -> Bool { store.component(identifier) != nil }

  /// Number of components that a TAM may see: those that it may manage; of all, where no TAM is named.
  @inline(never)
  func componentCount(managedBy tam: Int?) -> Int {
    var count = 0
    for index in 0..<store.manifestCount {
      guard let manifest = store.manifest(at: index) else { break }
      for position in 0..<manifest.componentCount {
        if let component = manifest.component(at: position), isVisible(component.identifier, to: tam) {
          count &+= 1
        }
      }
    }
    return count
  }

  /// Writes the claims of each component that a TAM may manage, ``componentCount(managedBy:)`` of them.
  @inline(never)
  func encodeComponents(managedBy tam: Int?, into cbor: inout CBORWriter) throws(EncodeError) {
    for index in 0..<store.manifestCount {
      guard let manifest = store.manifest(at: index) else { break }
      for position in 0..<manifest.componentCount {
        guard let component = manifest.component(at: position),
          isVisible(component.identifier, to: tam)
        else { continue }
        try cbor.systemPropertyClaims(
          componentIdentifier: component.identifier, sha256: component.digest,
          imageSize: UInt64(component.bytes.count))
      }
    }
  }

  private func isVisible(_ identifier: Span<UInt8>, to tam: Int?) -> Bool {
    guard let tam else { return true }
    return isPermitted(identifier, to: .tam, at: tam)
  }

  /// Writes the unneeded-manifest-list: each installed manifest that a TAM may manage and that has a component which no
  /// application needs any longer.
  @inline(never)
  func encodeUnneeded(tam: Int, into message: inout TEEPMessageWriter) throws(EncodeError) {
    var count = 0
    for index in 0..<store.manifestCount where isUnneeded(manifestAt: index, tam: tam) { count &+= 1 }
    guard count > 0 else { return }
    try message.list(.unneededManifestList, count: count) { (cbor) throws(EncodeError) in
      for index in 0..<store.manifestCount where isUnneeded(manifestAt: index, tam: tam) {
        guard let manifest = store.manifest(at: index) else { continue }
        try cbor.raw(manifest.identifier)
      }
    }
  }

  private func isUnneeded(manifestAt index: Int, tam: Int) -> Bool {
    guard let manifest = store.manifest(at: index), isPermitted(manifest.identifier, to: .tam, at: tam) else {
      return false
    }
    for position in 0..<manifest.componentCount {
      guard let component = manifest.component(at: position) else { continue }
      for entry in 0..<pending.count(of: .unneeded)
      where pending.identifier(.unneeded, at: entry).equals(component.identifier) {
        return true
      }
    }
    return false
  }
}
