import TEEPCodec

/// The tree of a root manifest and its dependencies.
extension SUITPlatform where Self: ~Copyable {
  /// Takes a root manifest, to be processed, whose signer is known: by its envelope or, where it is installed, without.
  @inline(never)
  mutating func take(
    root manifest: SUITExtent, envelope: SUITExtent, signer: UInt8, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    procedure.reset()
    var entry = SUITTreeManifest()
    entry.manifest = manifest
    entry.envelope = envelope
    entry.signer = signer
    try take(&entry, memory)
  }

  /// Adds a manifest to the tree, with what it means by its indices.
  @inline(never)
  mutating func take(
    _ entry: inout SUITTreeManifest, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let extent = entry.manifest
    let counts = try memory.counts(of: extent)
    guard counts.components > 0 else { throw .componentUnsupported }
    if entry.signer != SUITTreeManifest.none {
      try authorize(memory.manifest(extent), signer: entry.signer)
    }
    for index in 0..<counts.components {
      let component = try component(identifiedAt: memory.component(at: index, of: extent), memory)
      guard entry.link(component: component) else { throw .componentUnsupported }
    }
    for position in 0..<counts.dependencies {
      let dependency = try memory.dependency(at: position, of: extent)
      let component = try component(identifiedAt: dependency.identifier, memory)
      procedure.components[component].isDependency = true
      guard entry.link(dependency: component, as: dependency.index) else { throw .componentUnsupported }
    }
    try procedure.manifests.append(entry)
  }

  /// The component of an encoded identifier, added where the tree does not have it yet.
  @inline(never)
  private mutating func component(
    identifiedAt place: SUITPlace, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> Int {
    let identifier = memory.item(at: place)
    for index in 0..<procedure.components.count
    where memory.item(at: procedure.components[index].identifier).equals(identifier) {
      return index
    }
    var entry = SUITTreeComponent()
    entry.identifier = place
    try procedure.components.append(entry)
    return procedure.components.count &- 1
  }
}
