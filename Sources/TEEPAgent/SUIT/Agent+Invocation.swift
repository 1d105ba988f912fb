public import TEEPCodec

/// What is done with installed manifests: their invocation procedure (draft-ietf-suit-manifest-37, section 6.4) and, when
/// the device starts, the first part of it.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Runs the invocation procedure of an installed manifest: validate, load and invoke, with ``AgentDevice/invoke(_:arguments:)``.
  ///
  /// It changes nothing in the store. A load section writes to memory that the device has for that, by write and by copy of
  /// what is installed, and to components which are not installed: those are named by manifests with a load section.
  ///
  /// - Parameter identifier: the manifest's encoded identifier.
  public mutating func invoke(manifest identifier: Span<UInt8>) throws(SUITReportReason) {
    isReadOnly = true
    #if !WITHOUT_LOADING
      loads.removeAll()
    #endif
    defer {
      isReadOnly = false
      #if !WITHOUT_LOADING
        loads.removeAll()
      #endif
    }
    let mapping = store.mapping
    let memory = SUITMemory(message: Span(), flash: mapping.bytes)
    guard let installed = store.manifest(identifier, in: mapping.bytes) else { throw .componentUnsupported }
    guard isWhole(installed.manifest, digest: installed.digest) else { throw .unauthorised }
    _ = try takeInstalled(identifier, memory)
    try run(.validate, memory)
    try run(.load, memory)
    try run(.invoke, memory)
  }

  /// Finds out which installed manifests and components are no longer what they were; the next QueryResponse with reports
  /// says so. To be called when the device starts.
  public mutating func validateInstalled() {
    isReadOnly = true
    defer { isReadOnly = false }
    unsoundManifests = 0
    for index in 0..<store.manifestCount where !isSound(index) {
      unsoundManifests |= 1 &<< UInt64(truncatingIfNeeded: index)
    }
  }

  /// By the manifest's validate section, and by the digests that were stored where it has none.
  @inline(never)
  private mutating func isSound(_ index: Int) -> Bool {
    let mapping = store.mapping
    guard let identifier = identifierOfWhole(index, in: mapping.bytes) else { return false }
    do throws(SUITReportReason) {
      let memory = SUITMemory(message: Span(), flash: mapping.bytes)
      guard try takeInstalled(identifier, memory) else { return false }
      if try memory.has(.validate, in: procedure.manifests[0].manifest) {
        try run(.validate, memory)
        return true
      }
    } catch { return false }
    return isIntact(index, in: mapping.bytes)
  }

  /// The identifier of an installed manifest, if the manifest still has its digest.
  @_lifetime(copy flash)
  @inline(never)
  private mutating func identifierOfWhole(_ index: Int, in flash: Span<UInt8>) -> Span<UInt8>? {
    guard let installed = store.manifest(at: index, in: flash) else { return nil }
    return isWhole(installed.manifest, digest: installed.digest) ? installed.identifier : nil
  }

  @inline(never)
  private mutating func isIntact(_ index: Int, in flash: Span<UInt8>) -> Bool {
    guard let installed = store.manifest(at: index, in: flash) else { return false }
    return Self.isIntact(installed)
  }
}
