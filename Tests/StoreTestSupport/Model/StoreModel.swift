public import TEEPAgent

/// What a store must hold, as plain dictionaries.
public struct StoreModel: Equatable, Sendable {
  /// The bytes of a manifest or component.
  public struct Content: Equatable, Sendable {
    public let bytes: [UInt8]
    /// Opaque to the store; what the agent gives it.
    public let digest: [UInt8]

    /// A component.
    public init(bytes: [UInt8]) { (self.bytes, digest) = (bytes, bytes.sha256) }

    /// A manifest, whose digest is that of its byte string (SUIT manifest, section 8.3).
    public init(manifest: [UInt8]) { (bytes, digest) = (manifest, [UInt8].byteString(manifest).sha256) }
  }

  /// A component of a manifest.
  public struct Link: Equatable, Sendable {
    public var identifier: [UInt8]
    public var content: Content
  }

  /// An installed manifest.
  public struct Manifest: Equatable, Sendable {
    public var sequenceNumber: UInt64
    public var content: Content
    public var links: [Link]
    public var dependencies: [[UInt8]]
  }

  public var manifests: [[UInt8]: Manifest] = [:]
  /// The sequence numbers of removed manifests.
  public var removed: [[UInt8]: UInt64] = [:]
  public var provisioning: [UInt8]
  /// Those that took the place of the provisioned ones.
  public var trustAnchors: [UInt8] = []

  public init(provisioning: [UInt8] = .name("anchors")) { self.provisioning = provisioning }

  /// The component with that identifier, by whichever manifest.
  public func component(_ identifier: [UInt8]) -> Content? {
    for manifest in manifests.values {
      for link in manifest.links where link.identifier == identifier { return link.content }
    }
    return nil
  }

  /// The model after one transaction; throws what the store must throw, or one of what it may throw.
  public func applying(_ changes: [StoreChange]) throws(StoreError) -> StoreModel {
    let (model, refusals) = try outcome(of: changes)
    if let refusal = refusals.first { throw refusal }
    return model
  }

  /// For what the store may refuse a transaction. Where several things are wrong with it, the order of the store's records
  /// decides which of them it finds first.
  public func refusals(of changes: [StoreChange]) -> [StoreError] {
    do throws(StoreError) { return try outcome(of: changes).refusals } catch { return [error] }
  }

  private func outcome(
    of changes: [StoreChange]
  ) throws(StoreError) -> (model: StoreModel, refusals: [StoreError]) {
    var model = self
    var staged: [[UInt8]: Manifest] = [:]
    var changed: Set<[UInt8]> = []
    for change in changes {
      switch change {
      case .provision(let content):
        model.provisioning = content
        continue
      case .trust(let anchors):
        model.trustAnchors = anchors
        continue
      case .put, .remove: break
      }
      guard changed.insert(change.identifier).inserted else { throw .alreadyStaged }
      switch change {
      case .put(let identifier, let sequenceNumber, let manifest, let components, let dependencies):
        if sequenceNumber < manifests[identifier]?.sequenceNumber ?? removed[identifier] ?? 0 {
          throw .lowerSequenceNumber
        }
        var links: [Link] = []
        for (component, bytes) in components {
          if links.contains(where: { $0.identifier == component }) { throw .alreadyStaged }
          let known = staged.values.flatMap(\.links).first { $0.identifier == component }?.content
          guard let content = bytes.map(Content.init(bytes:)) ?? known ?? self.component(component)
          else { throw .notFound }
          links.append(Link(identifier: component, content: content))
        }
        let put = Manifest(
          sequenceNumber: sequenceNumber, content: Content(manifest: manifest), links: links,
          dependencies: dependencies)
        staged[identifier] = put
        model.manifests[identifier] = put
        model.removed[identifier] = nil
      case .remove(let identifier):
        guard let old = model.manifests.removeValue(forKey: identifier) else { throw .notFound }
        model.removed[identifier] = old.sequenceNumber
      case .provision, .trust: break
      }
    }
    var refusals: [StoreError] = []
    // A component has one content, and each new one has a place of its own.
    for case .put(let identifier, _, _, let components, _) in changes {
      for (component, bytes) in components where bytes != nil {
        for (other, manifest) in model.manifests where other != identifier {
          if manifest.links.contains(where: { $0.identifier == component }),
            !model.shares(component, identifier, other, in: changes)
          {
            refusals.append(.componentLinked)
          }
        }
      }
    }
    for dependency in model.manifests.values.flatMap(\.dependencies) where model.manifests[dependency] == nil
    {
      refusals.append(.dependencyMissing)
    }
    if model.manifests.count + model.removed.count > StoreLayout.identifierLimit {
      refusals.append(.tooManyIdentifiers)
    }
    return (model, refusals)
  }

  /// Whether `other` was put after `identifier` with the same, not another, content of `component`.
  private func shares(
    _ component: [UInt8], _ identifier: [UInt8], _ other: [UInt8], in changes: [StoreChange]
  ) -> Bool {
    var isAfter = false
    for case .put(let put, _, _, let components, _) in changes {
      if put == identifier { isAfter = true }
      if put == other {
        return isAfter && components.contains { $0.0 == component && $0.1 == nil }
      }
    }
    return false
  }
}
