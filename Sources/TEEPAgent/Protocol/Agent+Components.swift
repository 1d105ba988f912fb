import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Whether a component of this encoded identifier is installed.
  mutating func isInstalled(_ identifier: Span<UInt8>) -> Bool { store.component(identifier) != nil }

  /// Whether a TAM may manage a manifest of this identifier and, where one is installed, all of its components.
  @inline(never)
  mutating func manages(_ identifier: Span<UInt8>, tam: Int) -> Bool {
    guard store.trust.isPermitted(identifier, to: .tam, at: tam) else { return false }
    guard let installed = store.manifest(identifier) else { return true }
    for index in 0..<installed.componentCount {
      guard let component = installed.component(at: index),
        store.trust.isPermitted(component.identifier, to: .tam, at: tam)
      else { return false }
    }
    return true
  }

  /// Writes the claims of each component that a TAM may see: of those that it may manage, or of all where no TAM is named.
  ///
  /// - Returns: the number of items.
  @inline(never)
  mutating func encodeComponents(managedBy tam: Int?, into cbor: inout CBORWriter) throws(EncodeError) -> Int
  {
    var count = 0
    for index in 0..<store.manifestCount {
      guard let manifest = store.manifest(at: index) else { break }
      for position in 0..<manifest.componentCount {
        guard let component = manifest.component(at: position) else { break }
        if let tam, !store.trust.isPermitted(component.identifier, to: .tam, at: tam) {
          continue
        }
        try cbor.claims(of: component)
        count &+= 1
      }
    }
    return count
  }

  /// Writes the unneeded-manifest-list: each installed manifest that a TAM may manage and that has a component which no
  /// application needs any longer.
  ///
  /// - Returns: the number of items.
  @inline(never)
  mutating func encodeUnneeded(tam: Int, into cbor: inout CBORWriter) throws(EncodeError) -> Int {
    var count = 0
    for index in 0..<store.manifestCount {
      guard let manifest = store.manifest(at: index),
        store.trust.isPermitted(manifest.identifier, to: .tam, at: tam)
      else {
        continue
      }
      for position in 0..<manifest.componentCount {
        guard let component = manifest.component(at: position),
          pending.contains(.unneeded, component.identifier)
        else { continue }
        try cbor.raw(manifest.identifier)
        count &+= 1
        break
      }
    }
    return count
  }
}
