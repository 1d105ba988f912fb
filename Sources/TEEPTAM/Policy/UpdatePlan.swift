import TEEPHost

/// The changes that one Update makes.
///
/// An Update has a size that a small device takes without wear; what does not fit follows in another one. A change that
/// the device could not make last time comes after all others and alone, the longest untried first: an agent stops at
/// the first failure (draft-ietf-teep-protocol-26, section 7.2.2), so it would keep the others from being made.
struct UpdatePlan: Equatable, Sendable {
  /// In the order of the Update; empty where there is nothing to do.
  let changes: [Change]
  /// Whether changes are left over for another Update.
  let isPartial: Bool

  /// Bytes around the changes: COSE layer, signature, token and heads.
  private static let overhead = 192
  /// Bytes that the head of an item takes at most.
  private static let head = 5

  /// - Parameters:
  ///   - failed: manifests whose change failed, the longest ago first.
  ///   - size: bytes that the Update should not exceed; a single change may.
  init(_ changes: Changes, failed: [ComponentIdentifier], size: Int) {
    let fresh = changes.all.filter { !failed.contains($0.manifest) }
    guard !fresh.isEmpty else {
      let retried = failed.lazy.compactMap { manifest in changes.all.first { $0.manifest == manifest } }.first
      self.changes = retried.map { [$0] } ?? []
      isPartial = changes.all.count > 1
      return
    }
    var left = size - Self.overhead
    var chosen: [Change] = []
    for change in fresh {
      left -= Self.size(of: change)
      guard left >= 0 || chosen.isEmpty else { break }
      chosen.append(change)
    }
    self.changes = chosen
    isPartial = chosen.count < changes.all.count
  }

  private static func size(of change: Change) -> Int {
    switch change {
    case .remove(let identifier): identifier.encoded.count
    case .install(let entry): entry.envelopeSize + head
    }
  }
}
