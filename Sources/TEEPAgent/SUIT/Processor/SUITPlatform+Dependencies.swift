import TEEPCodec

/// Manifests and their dependencies (draft-ietf-suit-trust-domains-11).
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
  private mutating func take(
    _ entry: inout SUITTreeManifest, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let extent = entry.manifest
    let inFlash = extent.place.isInFlash
    let manifest: SUITManifest
    let common: SUITCommon
    do throws(DecodeError) {
      manifest = try SUITManifest(decoding: memory.bytes(extent), base: extent.place.offset)
      common = try manifest.common()
    } catch { throw .cborParse }
    guard common.componentCount > 0 else { throw .componentUnsupported }
    if entry.signer != SUITTreeManifest.none { try authorize(manifest, signer: entry.signer) }
    for index in 0..<common.componentCount {
      let place: SUITPlace
      do throws(DecodeError) {
        place = SUITPlace(try common.componentIdentifierReader(at: index).base, inFlash: inFlash)
      } catch { throw .cborParse }
      let component = try component(identifiedAt: place, memory)
      guard entry.link(index, to: component, isDependency: false) else { throw .componentUnsupported }
    }
    for position in 0..<common.dependencyCount {
      let index: Int
      let place: SUITPlace
      do throws(DecodeError) {
        let dependency = try common.dependency(at: position)
        index = dependency.index
        if let prefix = dependency.prefixReader {
          place = SUITPlace(prefix.base, inFlash: inFlash)
        } else {
          place = SUITPlace(try common.componentIdentifierReader(at: index).base, inFlash: inFlash)
        }
      } catch { throw .cborParse }
      let component = try component(identifiedAt: place, memory)
      procedure.components[component].isDependency = true
      guard entry.link(index, to: component, isDependency: true) else { throw .componentUnsupported }
    }
    _ = try procedure.add(entry)
  }

  /// The component of an encoded identifier, added where the tree does not have it yet.
  @inline(never)
  private mutating func component(
    identifiedAt place: SUITPlace, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> Int {
    var reader = memory.reader(at: place)
    guard let range = try? reader.skip() else { throw .cborParse }
    let identifier = reader.bytes.extracting(range.start..<range.end)
    for index in 0..<procedure.componentCount where component(index, memory).identifier.equals(identifier) {
      return index
    }
    return try procedure.add(SUITTreeComponent(identifier: place))
  }

  /// suit-condition-dependency-integrity (section 5.4.2): the dependency's envelope is signed by somebody who may, and
  /// has the digest that the dependent gives in parameter 3.
  ///
  /// - Returns: the dependency's index in ``SUITProcedure/manifests``.
  @inline(never)
  mutating func checkIntegrity(
    of component: Int, _ index: Int, dependent: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> Int {
    if let known = dependency(component, of: dependent) { return known }
    var entry = SUITTreeManifest()
    entry.component = UInt8(truncatingIfNeeded: component)
    entry.parent = UInt8(truncatingIfNeeded: dependent)
    entry.path = procedure.manifests[dependent].path
    guard entry.path.append(index) else { throw .componentUnsupported }
    let fetched = procedure.components[component].envelope
    if fetched.place.isPresent {
      let expected = try string(.imageDigest, of: component, memory)
      try findManifest(of: fetched, digest: expected, &entry, memory)
      entry.signer = try authenticate(memory.bytes(fetched))
    } else {
      try findInstalled(component, &entry, memory)
    }
    try take(&entry, memory)
    return procedure.manifestCount &- 1
  }

  /// The manifest in an envelope that has the digest that its dependent gives.
  @inline(never)
  private mutating func findManifest(
    of extent: SUITExtent, digest expected: Span<UInt8>, _ entry: inout SUITTreeManifest,
    _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    do throws(DecodeError) {
      let envelope = try SUITEnvelope(decoding: memory.bytes(extent), base: extent.place.offset)
      guard envelope.encodedDigest.equals(expected) else { throw DecodeError(.outOfRange, at: 0) }
      entry.envelope = extent
      entry.manifest = SUITExtent(
        place: SUITPlace(envelope.manifestOffset, inFlash: extent.place.isInFlash),
        count: envelope.manifest.count)
    } catch { throw error.reason == .outOfRange ? .unauthorised : .cborParse }
  }

  /// The manifest that is installed already. An update demands the digest that the dependent gives; a root that is itself
  /// installed was linked to its dependency then.
  @inline(never)
  private mutating func findInstalled(
    _ component: Int, _ entry: inout SUITTreeManifest, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let target = self.component(component, memory)
    let isInstalled = procedure.manifests[0].signer == SUITTreeManifest.none
    var found: Range<Int>?
    if isInstalled, !procedure.parameter(.imageDigest, of: component).isPresent {
      found = try installedManifest(target, digest: nil)
    } else {
      let encoded = try string(.imageDigest, of: component, memory)
      guard let digest = try? SUITDigest(decoding: encoded, base: 0) else { throw .cborParse }
      found = try installedManifest(target, digest: digest.bytes)
    }
    guard let found else { throw .operationFailed }
    entry.manifest = SUITExtent(place: SUITPlace(found.lowerBound, inFlash: true), count: found.count)
  }

  private mutating func dependency(_ component: Int, of dependent: Int) -> Int? {
    for index in 0..<procedure.manifestCount
    where procedure.manifests[index].component == UInt8(truncatingIfNeeded: component)
      && procedure.manifests[index].parent == UInt8(truncatingIfNeeded: dependent)
    {
      return index
    }
    return nil
  }

  /// suit-directive-process-dependency (section 5.4.4): the dependency's section of the same name.
  @inline(never)
  mutating func processDependency(
    _ component: Int, _ index: Int, dependent: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let signer = procedure.manifests[dependent].signer
    guard
      dependency(component, of: dependent) != nil || signer == SUITTreeManifest.none
        || allowsImplicitIntegrity(signer: signer)
    else { throw .unauthorised }
    let manifest = try checkIntegrity(of: component, index, dependent: dependent, memory)
    try enter(manifest: manifest, memory)
  }
}
