import TEEPCodec

extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Removes the manifest of this identifier and what only it holds (draft-ietf-suit-trust-domains-11, sections 5.2.5
  /// and 6.4). One that is not installed is no failure: what was asked for is so.
  ///
  /// - Parameter scratch: holds the manifest while its uninstall sequence runs.
  @inline(never)
  mutating func uninstall(
    _ identifier: Span<UInt8>, for tam: Int, scratch: inout MutableSpan<UInt8>
  ) throws(SUITFailure) {
    guard Trust(store.provisioning).isPermitted(identifier, to: .tam, at: tam) else {
      throw SUITFailure(.componentUnauthorised)
    }
    guard let count = try take(identifier, into: &scratch) else { return }
    try runUninstall(scratch.span.extracting(first: count))
    do throws(StoreError) {
      try store.remove(manifest: identifier)
      try store.commit()
    } catch {
      throw SUITFailure(.operationFailed)
    }
  }

  /// Copies the installed manifest to the start of `scratch`, and forgets what was pending for its components.
  ///
  /// - Returns: the number of its bytes; nil where no such manifest is installed.
  private mutating func take(
    _ identifier: Span<UInt8>, into scratch: inout MutableSpan<UInt8>
  ) throws(SUITFailure) -> Int? {
    guard let installed = store.manifest(identifier) else { return nil }
    let bytes = installed.manifest
    guard bytes.count <= scratch.count else { throw SUITFailure(.operationFailed) }
    for index in bytes.indices { scratch[index] = bytes[index] }
    for index in 0..<installed.componentCount {
      if let component = installed.component(at: index) { pending.remove(component.identifier) }
    }
    return bytes.count
  }

  @inline(never)
  private mutating func runUninstall(_ bytes: Span<UInt8>) throws(SUITFailure) {
    let manifest = try SUITManifest.read(bytes)
    var processor = try SUITProcessor(manifest.readCommon(), isEnvelope: false)
    isUninstalling = true
    defer { isUninstalling = false }
    try processor.run(.uninstall, of: manifest, source: bytes, on: &self)
  }
}
