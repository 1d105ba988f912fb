extension TestManifest {
  /// What it changes in the store where it is installed for its own sake: it then links itself.
  var installation: StoreChange { installation(isRoot: true) }

  /// What it changes in the store.
  func installation(isRoot: Bool) -> StoreChange {
    let own = Self.identifier(name)
    return .put(
      own, sequenceNumber, manifest, Array(zip(componentIdentifiers, contents)),
      dependencies: (isRoot ? [own] : []) + dependencies.map(Self.identifier))
  }
}

extension AgentStep {
  /// An Update with a manifest, whose payloads the broker can fetch.
  init(installing manifest: TestManifest) throws {
    try self.init([manifest.signed(by: SweptDevice.signer)], payloads: manifest.payloads)
  }
}
