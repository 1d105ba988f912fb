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
  /// Parameters that are set at a time.
  static var maximumParameters: Int { 40 }
  /// Commands of all sequences, each counted for each component that it is run for.
  static var maximumCommands: Int { 512 }

  private var parameters = InlineArray<40, SUITParameter>(repeating: SUITParameter())
  private var parameterCount = 0
  var components = InlineArray<8, SUITTreeComponent>(repeating: SUITTreeComponent())
  private(set) var componentCount = 0
  var manifests = InlineArray<4, SUITTreeManifest>(repeating: SUITTreeManifest())
  private(set) var manifestCount = 0
  var frames = InlineArray<8, SUITFrame>(repeating: SUITFrame())
  private(set) var depth = 0
  private(set) var commandCount = 0
  /// The section that is processed.
  var section = SUITSection.install
  /// The command that runs, or that failed; code 0 where none was reached.
  var record = SUITRecord(section: 0, offset: 0, componentIndex: 0)
  var code: Int32 = 0

  /// Forgets everything.
  mutating func reset() {
    parameterCount = 0
    componentCount = 0
    manifestCount = 0
    depth = 0
    commandCount = 0
    record = SUITRecord(section: 0, offset: 0, componentIndex: 0)
    code = 0
  }

  /// Where the value of a parameter lies.
  @inline(never)
  mutating func parameter(_ code: SUITParameterCode, of component: Int) -> SUITPlace {
    for index in 0..<parameterCount
    where parameters[index].component == UInt8(truncatingIfNeeded: component)
      && parameters[index].code == UInt8(truncatingIfNeeded: code.rawValue)
    {
      return parameters[index].place
    }
    return SUITPlace()
  }

  /// Keeps a parameter; one that is there already is kept by set-parameters and replaced by override-parameters.
  @inline(never)
  mutating func set(
    _ code: Int32, of component: Int, to place: SUITPlace, overriding: Bool
  ) throws(SUITReportReason) {
    let parameter = SUITParameter(
      place: place, component: UInt8(truncatingIfNeeded: component), code: UInt8(truncatingIfNeeded: code))
    for index in 0..<parameterCount
    where parameters[index].component == parameter.component && parameters[index].code == parameter.code {
      if overriding { parameters[index] = parameter }
      return
    }
    guard parameterCount < Self.maximumParameters else { throw .componentUnsupported }
    parameters[parameterCount] = parameter
    parameterCount &+= 1
  }

  /// Adds a component; its index in ``components``.
  mutating func add(_ component: SUITTreeComponent) throws(SUITReportReason) -> Int {
    guard componentCount < Self.maximumComponents else { throw .componentUnsupported }
    components[componentCount] = component
    componentCount &+= 1
    return componentCount &- 1
  }

  /// Adds a manifest; its index in ``manifests``.
  mutating func add(_ manifest: SUITTreeManifest) throws(SUITReportReason) -> Int {
    guard manifestCount < Self.maximumManifests else { throw .componentUnsupported }
    manifests[manifestCount] = manifest
    manifestCount &+= 1
    return manifestCount &- 1
  }

  /// Begins a sequence inside the one that runs.
  mutating func push(_ frame: SUITFrame) throws(SUITReportReason) {
    guard depth < Self.maximumNesting else { throw .componentUnsupported }
    frames[depth] = frame
    depth &+= 1
  }

  /// Ends the sequence that runs.
  mutating func pop() { depth &-= 1 }

  /// Counts a command.
  mutating func count() throws(SUITReportReason) {
    commandCount &+= 1
    guard commandCount <= Self.maximumCommands else { throw .componentUnsupported }
  }
}

/// A parameter of a component.
struct SUITParameter: BitwiseCopyable {
  var place = SUITPlace()
  var component: UInt8 = 0
  var code: UInt8 = 0
}

/// A component or dependency that manifests of the tree name.
struct SUITTreeComponent: BitwiseCopyable {
  /// The encoded identifier.
  var identifier = SUITPlace()
  /// The envelope of a dependency that was fetched.
  var envelope = SUITExtent()
  var isDependency = false
  /// Whether this procedure wrote it.
  var isWritten = false
  /// Whether what was written still has to be compared with a digest: nothing that was signed vouches for it.
  var isDoubtful = false
  /// Whether an authenticated decryption used what is in it, which then needs no digest.
  var isConsumed = false
}
