public import TEEPAgent
public import TEEPTestSupport

public typealias SimulatedStore = Store<SimulatedFlash>

extension Store where F == SimulatedFlash {
  /// Does `changes` as one transaction, and frees the slots where it fails.
  public mutating func perform(_ changes: [StoreChange]) throws(StoreError) {
    var slots: [Slot] = []
    do throws(StoreError) {
      for case .put(_, _, let manifest, let components, _) in changes {
        slots.append(try write(manifest))
        for case (_, let bytes?) in components { slots.append(try write(bytes)) }
      }
      var rest = slots[...]
      for change in changes {
        switch change {
        case .put(let identifier, let sequenceNumber, let manifest, let components, let dependencies):
          try put(
            manifest: identifier.span, sequenceNumber: sequenceNumber,
            digest: StoreModel.Content(manifest: manifest).digest.span, bytes: rest.removeFirst())
          for (component, bytes) in components {
            guard let bytes else {
              try link(installed: component.span)
              continue
            }
            try link(
              component: component.span, digest: StoreModel.Content(bytes: bytes).digest.span,
              bytes: rest.removeFirst())
          }
          for dependency in dependencies { try link(dependency: dependency.span) }
        case .remove(let identifier): try remove(manifest: identifier.span)
        case .provision(let content): try put(provisioning: content.span)
        case .trust(let anchors): try put(anchors.span, as: .trustAnchors)
        }
      }
      try commit()
    } catch {
      rollback()
      for index in slots.indices { discard(&slots[index]) }
      throw error
    }
  }

  /// A complete slot with these bytes, appended in pieces of no particular length.
  public mutating func write(_ bytes: [UInt8]) throws(StoreError) -> Slot {
    var slot = try allocate(byteCount: bytes.count)
    do throws(StoreError) {
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + 1 + (start * 7) % 61)
        try append(bytes.span.extracting(start..<end), to: &slot)
        start = end
      }
      return slot
    } catch {
      discard(&slot)
      throw error
    }
  }

  /// The bytes of an installed component.
  public func bytes(ofComponent identifier: [UInt8]) -> [UInt8]? {
    guard let component = component(identifier.span) else { return nil }
    return Array(component.bytes)
  }

  /// What the store holds; `identifiers` are those that may have been removed.
  public func model(removedAmong identifiers: some Sequence<[UInt8]>) -> StoreModel {
    var model = StoreModel()
    model.provisioning = Array(provisioning)
    model.trustAnchors = Array(content(.trustAnchors))
    for index in 0..<manifestCount {
      guard let manifest = manifest(at: index) else { continue }
      let (identifier, read) = StoreModel.reading(manifest)
      model.manifests[identifier] = read
    }
    for identifier in identifiers where model.manifests[identifier] == nil {
      model.removed[identifier] = sequenceNumber(rememberedFor: identifier.span)
    }
    return model
  }
}

extension StoreModel {
  /// A manifest as the store gives it. A digest that is not that of the bytes shows as other bytes.
  static func reading(_ manifest: borrowing InstalledManifest) -> ([UInt8], Manifest) {
    var links: [Link] = []
    for index in 0..<manifest.componentCount {
      guard let component = manifest.component(at: index) else { continue }
      links.append(
        Link(
          identifier: Array(component.identifier),
          content: checked(Content(bytes: Array(component.bytes)), against: Array(component.digest))))
    }
    var dependencies: [[UInt8]] = []
    for index in 0..<manifest.dependencyCount {
      if let dependency = manifest.dependency(at: index) { dependencies.append(Array(dependency)) }
    }
    let content = checked(Content(manifest: Array(manifest.manifest)), against: Array(manifest.digest))
    return (
      Array(manifest.identifier),
      Manifest(
        sequenceNumber: manifest.sequenceNumber, content: content, links: links, dependencies: dependencies)
    )
  }

  private static func checked(_ content: Content, against digest: [UInt8]) -> Content {
    content.digest == digest ? content : Content(bytes: Array("not as its digest says".utf8))
  }
}

extension Array<UInt8> {
  public init(_ span: Span<UInt8>) {
    self = span.indices.map { span[$0] }
  }

  /// `count` bytes that depend on `seed`.
  public static func pattern(_ count: Int, _ seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }

  /// An identifier for tests.
  public static func name(_ text: String) -> [UInt8] { Array(text.utf8) }
}
