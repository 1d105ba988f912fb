import TEEPAgent
import TEEPTestSupport

/// What a store must hold, as plain dictionaries.
struct StoreModel: Equatable {
  struct Content: Equatable {
    var bytes: [UInt8]
    /// Opaque to the store: here any 32 bytes that depend on the contents.
    var digest: [UInt8] {
      var generator = SeededGenerator(seed: bytes.reduce(14) { ($0 &+ UInt64($1)) &* 0x100_0000_01B3 })
      let words = (0..<4).map { _ in generator.next() }
      return (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8)) }
    }
  }

  struct Link: Equatable {
    var identifier: [UInt8]
    var content: Content
  }

  struct Manifest: Equatable {
    var sequenceNumber: UInt64
    var content: Content
    var links: [Link]
  }

  var manifests: [[UInt8]: Manifest] = [:]
  /// The sequence numbers of removed manifests.
  var removed: [[UInt8]: UInt64] = [:]

  /// The component with that identifier, by whichever manifest.
  func component(_ identifier: [UInt8]) -> Content? {
    for manifest in manifests.values {
      for link in manifest.links where link.identifier == identifier { return link.content }
    }
    return nil
  }

  /// The model after one transaction; throws what the store must throw.
  func applying(_ changes: [StoreChange]) throws(StoreError) -> StoreModel {
    var model = self
    var staged: [[UInt8]: Manifest] = [:]
    var changed: Set<[UInt8]> = []
    for change in changes {
      guard changed.insert(change.identifier).inserted else { throw .alreadyStaged }
      switch change {
      case .put(let identifier, let sequenceNumber, let manifest, let components):
        if sequenceNumber < manifests[identifier]?.sequenceNumber ?? removed[identifier] ?? 0 {
          throw .lowerSequenceNumber
        }
        var links: [Link] = []
        for (component, bytes) in components {
          if links.contains(where: { $0.identifier == component }) { throw .alreadyStaged }
          let known = staged.values.flatMap(\.links).first { $0.identifier == component }?.content
          guard let content = bytes.map(Content.init) ?? known ?? self.component(component)
          else { throw .notFound }
          links.append(Link(identifier: component, content: content))
        }
        let put = Manifest(
          sequenceNumber: sequenceNumber, content: Content(bytes: manifest), links: links)
        staged[identifier] = put
        model.manifests[identifier] = put
        model.removed[identifier] = nil
      case .remove(let identifier):
        guard let old = model.manifests.removeValue(forKey: identifier) else { throw .notFound }
        model.removed[identifier] = old.sequenceNumber
      }
    }
    // A component has one content, and each new one has a place of its own.
    for case .put(let identifier, _, _, let components) in changes {
      for (component, bytes) in components where bytes != nil {
        for (other, manifest) in model.manifests where other != identifier {
          if manifest.links.contains(where: { $0.identifier == component }),
            !model.shares(component, identifier, other, in: changes)
          {
            throw .componentLinked
          }
        }
      }
    }
    if model.manifests.count + model.removed.count > StoreLayout.identifierLimit { throw .tooManyIdentifiers }
    return model
  }

  /// Whether `other` was put after `identifier` with the same, not another, content of `component`.
  private func shares(
    _ component: [UInt8], _ identifier: [UInt8], _ other: [UInt8], in changes: [StoreChange]
  ) -> Bool {
    var isAfter = false
    for case .put(let put, _, _, let components) in changes {
      if put == identifier { isAfter = true }
      if put == other {
        return isAfter && components.contains { $0.0 == component && $0.1 == nil }
      }
    }
    return false
  }
}

/// One step of a transaction.
enum StoreChange {
  /// A component without bytes stays as it is.
  case put([UInt8], UInt64, [UInt8], [([UInt8], [UInt8]?)])
  case remove([UInt8])

  /// The manifest that it is about.
  var identifier: [UInt8] {
    switch self {
    case .put(let identifier, _, _, _), .remove(let identifier): identifier
    }
  }
}
