import TEEPAgent

extension StoreModel {
  /// How many bytes a store of that many pages has free, by the figures of its specification (`Store.swift`).
  func freeByteCount(ofPages pageCount: Int) -> Int {
    func pages(_ byteCount: Int) -> Int { (byteCount + flashPageSize - 1) / flashPageSize }
    func words(_ byteCount: Int) -> Int { (byteCount + 3) / 4 * 4 }
    var directory = 12 + 4 + words(provisioning.count)
    if !trustAnchors.isEmpty { directory += 4 + words(trustAnchors.count) }
    var (slots, components) = (0, [:] as [[UInt8]: Int])
    for (identifier, manifest) in manifests {
      directory += 48 + words(identifier.count)
      slots += pages(manifest.content.bytes.count)
      for link in manifest.links {
        directory += 40 + words(link.identifier.count)
        components[link.identifier] = pages(link.content.bytes.count)
      }
      for dependency in manifest.dependencies { directory += 4 + words(dependency.count) }
    }
    for identifier in removed.keys { directory += 12 + words(identifier.count) }
    // Two root pages; two directories, and room for two more.
    let taken = 2 + 4 * pages(directory) + slots + components.values.reduce(0, +)
    return max(0, pageCount - taken) * flashPageSize
  }
}
