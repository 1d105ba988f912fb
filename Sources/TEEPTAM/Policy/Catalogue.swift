import TEEPHost

/// The manifests that matter to one device: those that install what it holds or asks for.
struct Catalogue: Sendable {
  /// A manifest that is published, or was and has been taken back.
  struct Entry: Equatable, Sendable {
    let id: Int64
    /// The manifest component identifier.
    let identifier: ComponentIdentifier
    let sequenceNumber: UInt64
    /// Bytes of the envelope.
    let envelopeSize: Int
    let isRemoved: Bool
    /// Whether it may be installed where attestation failed.
    var repairs = false
    /// Whether the device may get it; what it has of it is left alone where not.
    var isAllowed = true
    let components: [Component]
  }

  /// A component that a manifest installs.
  struct Component: Equatable, Sendable {
    let identifier: ComponentIdentifier
    let sha256: [UInt8]?
  }

  private let entries: [Entry]

  /// `entries` has the newest first.
  init(_ entries: [Entry]) { self.entries = entries }

  /// The published manifest that installs a component; there is at most one.
  func published(installing component: ComponentIdentifier) -> Entry? {
    entries.first { !$0.isRemoved && $0.installs(component) }
  }

  /// The manifest taken back that installed this component; of several, the one that installed these bytes.
  func removed(installing component: InstalledComponent) -> Entry? {
    let removed = entries.filter { $0.isRemoved && $0.installs(component.identifier) }
    return removed.first { $0.sha256(of: component.identifier) == component.sha256 } ?? removed.first
  }
}

extension Catalogue.Entry {
  func installs(_ component: ComponentIdentifier) -> Bool {
    components.contains { $0.identifier == component }
  }

  func sha256(of component: ComponentIdentifier) -> [UInt8]? {
    components.first { $0.identifier == component }?.sha256
  }

  /// Whether a device that holds `component` has what this manifest installs. Digests decide where both are known; the
  /// same bytes from an older manifest are out of date too, as far as it is known that the manifest is older.
  func isCurrent(_ component: InstalledComponent) -> Bool {
    // One of a later version has no use for this one, which it would refuse.
    if let installed = component.sequenceNumber, installed > sequenceNumber { return true }
    let published = sha256(of: component.identifier)
    if let published, component.sha256 != published { return false }
    guard let installed = component.sequenceNumber else { return published != nil }
    return installed >= sequenceNumber
  }
}
