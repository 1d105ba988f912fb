import TEEPCodec

/// What one procedure on a root manifest and its dependencies keeps: parameters, components, manifests and the sequences
/// that are running. Parameters belong to component identifiers, so that all manifests of the tree share them.
struct SUITProcedure: ~Copyable {
  /// Components and dependencies of all manifests of a tree, equal ones counted once.
  static var maximumComponents: Int { 8 }
  /// Manifests of a tree.
  static var maximumManifests: Int { 4 }
  /// Sequences that run inside one another, those of dependencies among them.
  static var maximumNesting: Int { 8 }
  /// Commands of all sequences, each counted for each component that it is run for.
  static var maximumCommands: Int { 512 }

  var parameters = SUITParameterTable()
  var components = BoundedList<8, SUITTreeComponent>(filler: .filler)
  var manifests = BoundedList<4, SUITTreeManifest>(filler: .filler)
  var frames = BoundedList<8, SUITFrame>(filler: SUITFrame(.shared, of: 0))
  private var commandCount = 0
  /// The section that is processed.
  var section = SUITSection.install
  /// The command that runs, or that failed.
  var command = SUITCurrentCommand()
  /// What the command waits for that is run.
  var awaited = SUITAwaited.nothing
  #if !WITHOUT_FAILURE_PROPERTIES
    /// What image-match measured last.
    var measurement = SUITMeasurement()
  #endif
  /// Whether the content key is there that the command decrypts with.
  var hasContentKey = false

  /// Forgets everything.
  @inline(never)
  mutating func reset() {
    parameters.removeAll()
    components.removeAll()
    manifests.removeAll()
    frames.removeAll()
    commandCount = 0
    command = SUITCurrentCommand()
    awaited = .nothing
    #if !WITHOUT_FAILURE_PROPERTIES
      measurement = SUITMeasurement()
    #endif
    hasContentKey = false
  }

  /// Begins a section: no command of it has run.
  mutating func begin(_ section: SUITSection) {
    self.section = section
    command = SUITCurrentCommand()
  }

  /// Counts a command.
  mutating func countCommand() throws(SUITReportReason) {
    commandCount &+= 1
    guard commandCount <= Self.maximumCommands else { throw .componentUnsupported }
  }

  /// The manifest that a dependent means by a component; nil where it has not been found yet.
  @inline(never)
  mutating func dependency(_ component: UInt8, of dependent: UInt8) -> Int? {
    for index in 0..<manifests.count {
      let entry = manifests[index]
      if entry.component == component, entry.parent == dependent { return index }
    }
    return nil
  }

  /// Whether some manifest of the tree is what the component stands for.
  @inline(never)
  mutating func isKnownManifest(_ component: Int) -> Bool {
    for index in 0..<manifests.count
    where manifests[index].component == UInt8(truncatingIfNeeded: component) { return true }
    return false
  }

  /// Keeps that this procedure wrote a component.
  ///
  /// - Parameter isDoubtful: whether a digest still has to vouch for it.
  @inline(never)
  mutating func noteWritten(_ index: Int, isDoubtful: Bool) {
    var entry = components[index]
    entry.isWritten = true
    entry.isDoubtful = isDoubtful
    components[index] = entry
  }

  /// What a report says of the command that failed.
  @inline(never)
  mutating func failure(_ reason: SUITReportReason) -> SUITFailure {
    let path = command.manifest < manifests.count ? manifests[Int(command.manifest)].path : SUITManifestPath()
    return SUITFailure(
      reason: reason, code: command.code,
      record: SUITRecord(
        manifest: path, section: manifests.count == 0 ? 0 : section.rawValue, offset: command.offset,
        componentIndex: command.index))
  }
}
