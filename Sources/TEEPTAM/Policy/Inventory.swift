import TEEPHost

/// What an agent says of itself in a QueryResponse (draft-ietf-teep-protocol-26, section 4.3).
struct Inventory: Equatable, Sendable {
  /// tc-list: what is installed.
  var installed: [InstalledComponent] = []
  /// requested-tc-list: what its applications ask for.
  var requested: [RequestedComponent] = []
  /// unneeded-manifest-list: manifests that nothing needs any longer, by manifest component identifier.
  var unneeded: [ComponentIdentifier] = []
}

/// A Trusted Component that is installed on a device.
struct InstalledComponent: Equatable, Sendable {
  var identifier: ComponentIdentifier
  /// SHA-256, where the agent gives it.
  var sha256: [UInt8]?
  var size: UInt64?
  /// The sequence number of the manifest that installed it, where this TAM knows that manifest.
  var sequenceNumber: UInt64?
}

/// A Trusted Component that an agent asks for.
struct RequestedComponent: Equatable, Sendable {
  var identifier: ComponentIdentifier
  /// tc-manifest-sequence-number: the least one that will do.
  var minimumSequenceNumber: UInt64 = 0
  /// have-binary: the agent has the component and lacks the manifest.
  var haveBinary = false
}
