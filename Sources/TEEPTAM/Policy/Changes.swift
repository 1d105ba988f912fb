import TEEPHost

/// One thing that an Update does to a device.
enum Change: Equatable, Sendable {
  /// Removes what a manifest installed.
  case remove(ComponentIdentifier)
  /// Processes a published manifest.
  case install(Catalogue.Entry)

  /// The manifest component identifier that it is about.
  var manifest: ComponentIdentifier {
    switch self {
    case .remove(let identifier): identifier
    case .install(let entry): entry.identifier
    }
  }
}

/// What a device should hold: what it asks for, where that is published; the published version of all that it holds;
/// nothing that was taken back, and nothing that it does not need.
struct Changes: Equatable, Sendable {
  /// All that has to change, removals first (draft-ietf-teep-protocol-26, section 7.2.2: they are done first).
  private(set) var all: [Change] = []

  init(for inventory: Inventory, by catalogue: Catalogue) {
    var installs: [Catalogue.Entry] = []
    var removals: [ComponentIdentifier] = []
    let requested = inventory.requested.compactMap { request in
      Self.answer(to: request, having: inventory.installed, by: catalogue)
    }
    for entry in requested where !installs.contains(entry) { installs.append(entry) }
    let requestedManifests = Set(
      inventory.requested.compactMap { catalogue.published(installing: $0.identifier)?.identifier })
    // What an application asks for is needed, though another component of the same manifest may not be.
    for identifier in inventory.unneeded
    where !requestedManifests.contains(identifier) && !removals.contains(identifier) {
      removals.append(identifier)
    }
    for component in inventory.installed {
      if let entry = catalogue.published(installing: component.identifier) {
        if !entry.isCurrent(component), !installs.contains(entry) { installs.append(entry) }
      } else if let entry = catalogue.removed(installing: component), !removals.contains(entry.identifier) {
        removals.append(entry.identifier)
      }
    }
    all = removals.map(Change.remove)
    all += installs.filter { $0.isAllowed && !removals.contains($0.identifier) }.map(Change.install)
  }

  /// Only what may be done to a device whose attestation failed (section 7.1.1.1): nothing is removed.
  func onlyRepairs() -> Changes {
    var changes = self
    changes.all.removeAll { change in
      if case .install(let entry) = change { !entry.repairs } else { true }
    }
    return changes
  }

  /// The manifest that satisfies a request, unless what it installs is there already.
  private static func answer(
    to request: RequestedComponent, having installed: [InstalledComponent], by catalogue: Catalogue
  ) -> Catalogue.Entry? {
    guard let entry = catalogue.published(installing: request.identifier),
      entry.sequenceNumber >= request.minimumSequenceNumber
    else { return nil }
    let isThere = installed.contains { $0.identifier == request.identifier && entry.isCurrent($0) }
    return isThere && !request.haveBinary ? nil : entry
  }
}
