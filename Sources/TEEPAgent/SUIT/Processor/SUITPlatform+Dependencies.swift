import TEEPCodec

/// Commands on dependencies (draft-ietf-suit-trust-domains-11).
extension SUITPlatform where Self: ~Copyable {
  /// suit-condition-dependency-integrity (section 5.4.2): the dependency's envelope is signed by somebody who may, and
  /// has the digest that the dependent gives in parameter 3.
  ///
  /// - Returns: the dependency's index in ``SUITProcedure/manifests``; nil where its envelope, which
  ///   ``SUITProcedure/awaited`` then names, has to be authenticated first.
  @inline(never)
  mutating func checkIntegrity(_ memory: borrowing SUITMemory) throws(SUITReportReason) -> Int? {
    let command = procedure.command
    guard command.isDependency else { throw .operationFailed }
    if let known = procedure.dependency(command.component, of: command.manifest) { return known }
    var entry = SUITTreeManifest()
    entry.component = command.component
    entry.parent = command.manifest
    entry.path = procedure.manifests[Int(command.manifest)].path
    guard entry.path.append(Int(command.index)) else { throw .componentUnsupported }
    var component = procedure.components[Int(command.component)]
    if component.envelope.place.isPresent {
      try findFetched(component.envelope, &entry, memory)
      guard component.signer != SUITTreeManifest.none else {
        procedure.awaited = .signer
        return nil
      }
      entry.signer = component.signer
      // Another dependent has to find out by itself.
      component.signer = SUITTreeManifest.none
      procedure.components[Int(command.component)] = component
    } else {
      try findInstalled(&entry, memory)
    }
    try take(&entry, memory)
    return procedure.manifests.count &- 1
  }

  /// The manifest in an envelope that was fetched, if it has the digest that the dependent gives.
  @inline(never)
  private mutating func findFetched(
    _ envelope: SUITExtent, _ entry: inout SUITTreeManifest, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let expected = try string(.imageDigest, of: Int(entry.component), memory)
    entry.envelope = envelope
    entry.manifest = try memory.manifest(in: envelope, encodedDigest: expected)
  }

  /// The manifest that is installed already. An update demands the digest that the dependent gives; a root that is itself
  /// installed was linked to its dependency then.
  @inline(never)
  private mutating func findInstalled(
    _ entry: inout SUITTreeManifest, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let index = Int(entry.component)
    let target = component(index, memory)
    let isRootInstalled = procedure.manifests[0].signer == SUITTreeManifest.none
    var found: Range<Int>?
    if isRootInstalled,
      !procedure.parameters.place(of: SUITParameterCode.imageDigest.rawValue, index).isPresent
    {
      found = try installedManifest(target, digest: nil)
    } else {
      found = try installedManifest(target, digest: imageDigest(of: index, memory))
    }
    guard let found else { throw .operationFailed }
    entry.manifest = SUITExtent(found.lowerBound, count: found.count, inFlash: true)
  }

  /// suit-directive-process-dependency (section 5.4.4): the dependency's section of the same name.
  @inline(never)
  mutating func processDependency(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let command = procedure.command
    guard command.isDependency else { throw .operationFailed }
    let signer = procedure.manifests[Int(command.manifest)].signer
    guard
      procedure.dependency(command.component, of: command.manifest) != nil
        || signer == SUITTreeManifest.none || allowsImplicitIntegrity(signer: signer)
    else { throw .unauthorised }
    guard let manifest = try checkIntegrity(memory) else { return }
    try enter(manifest: manifest, memory)
  }
}
