import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Processes one envelope of an Update and its dependencies: all of it is installed, or nothing is changed.
  @inline(never)
  mutating func install(_ bytes: Span<UInt8>) throws(SUITReportReason) {
    procedure.reset()
    let signer = try authenticate(bytes)
    guard signer.verdict.isGenuine else { throw .unauthorised }
    let mapping = store.mapping
    let memory = SUITMemory(message: bytes, flash: mapping.bytes)
    // Each step is a function of its own, so that nothing of one is on the stack while another checks a signature.
    try takeRoot(
      SUITExtent(0, count: bytes.count, inFlash: false), signer: UInt8(truncatingIfNeeded: signer.index),
      memory)
    guard try !isIntact(memory) else { return }
    do throws(SUITReportReason) {
      try update(memory)
      try requireComponents(memory)
      try commit(memory)
    } catch {
      discardSlots()
      throw error
    }
  }

  @inline(never)
  private mutating func takeRoot(
    _ extent: SUITExtent, signer: UInt8, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let envelope = try memory.envelope(extent)
    try take(
      root: SUITExtent(envelope.manifestOffset, count: envelope.manifest.count, inFlash: false),
      envelope: extent, signer: signer, memory)
  }

  /// A component that was neither written nor installed before is of a kind that this agent does not have.
  @inline(never)
  private mutating func requireComponents(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    for index in 0..<procedure.components.count {
      let entry = procedure.components[index]
      if entry.isDependency || entry.isWritten { continue }
      if store.component(component(index, memory).identifier) != nil { continue }
      guard try loads(memory) else { throw .componentUnsupported }
    }
  }

  /// Whether components need not be installed, since a manifest of the tree loads some into memory of the device's.
  private mutating func loads(_ memory: borrowing SUITMemory) throws(SUITReportReason) -> Bool {
    #if !WITHOUT_LOADING
      guard device.loadableByteCount > 0 else { return false }
      for index in 0..<procedure.manifests.count {
        if try memory.has(.load, in: procedure.manifests[index].manifest) { return true }
      }
    #endif
    return false
  }

  /// Whether the root is installed already, and all that it needs is still what it was.
  @inline(never)
  private mutating func isIntact(_ memory: borrowing SUITMemory) throws(SUITReportReason) -> Bool {
    let root = procedure.manifests[0]
    let identifier = try memory.manifest(root.manifest).readIdentifier()
    return isIntact(identifier, digest: try memory.envelope(root.envelope).readDigest())
  }

  /// Whether this very manifest is installed, and what it and its dependencies installed is still what it was.
  @inline(never)
  private mutating func isIntact(_ identifier: Span<UInt8>, digest: Span<UInt8>) -> Bool {
    let mapping = store.mapping
    guard let installed = store.manifest(identifier, in: mapping.bytes), installed.digest.equals(digest),
      Self.isIntact(installed)
    else { return false }
    for index in 0..<installed.dependencyCount {
      guard let name = installed.dependency(at: index), let other = store.manifest(name, in: mapping.bytes),
        Self.isIntact(other)
      else { return false }
    }
    return true
  }

  @inline(never)
  static func isIntact(_ installed: borrowing InstalledManifest) -> Bool {
    var computed = InlineArray<32, UInt8>(repeating: 0)
    for index in 0..<installed.componentCount {
      guard let component = installed.component(at: index) else { return false }
      var computedSpan = computed.mutableSpan
      sha256(of: component.bytes, into: &computedSpan)
      guard computed.span.equals(component.digest) else { return false }
    }
    return true
  }
}
