import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Processes one envelope of an Update and its dependencies: all of it is installed, or nothing is changed.
  @inline(never)
  mutating func install(_ bytes: Span<UInt8>, from tam: Int) throws(SUITReportReason) {
    procedure.reset()
    sendingTAM = tam
    let signer = try authenticate(bytes)
    let mapping = store.mapping
    try install(signer: signer, SUITMemory(message: bytes, flash: mapping.bytes), envelope: bytes)
  }

  /// A function of its own, so that what it needs is not on the stack while the root's signature is checked.
  @inline(never)
  private mutating func install(
    signer: UInt8, _ memory: borrowing SUITMemory, envelope bytes: Span<UInt8>
  ) throws(SUITReportReason) {
    let envelope = try SUITEnvelope.read(bytes)
    let extent = SUITExtent(
      place: SUITPlace(envelope.manifestOffset, inFlash: false), count: envelope.manifest.count)
    try take(
      root: extent, envelope: SUITExtent(place: SUITPlace(0, inFlash: false), count: bytes.count),
      signer: signer, memory)
    let identifier = try SUITManifest.read(envelope.manifest).readIdentifier()
    guard !isIntact(identifier, digest: try envelope.readDigest()) else { return }
    do throws(SUITReportReason) {
      try update(memory)
      try requireComponents(memory)
      try commit(memory)
    } catch {
      discardSlots()
      throw error
    }
  }

  /// A component that was neither written nor installed before is of a kind that this agent does not have.
  private mutating func requireComponents(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    for index in 0..<procedure.componentCount {
      let entry = procedure.components[index]
      if entry.isDependency || entry.isWritten { continue }
      guard store.component(component(index, memory).identifier) != nil else { throw .componentUnsupported }
    }
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
  private static func isIntact(_ installed: borrowing InstalledManifest) -> Bool {
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
