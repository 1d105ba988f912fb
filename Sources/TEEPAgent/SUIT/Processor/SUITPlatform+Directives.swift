import TEEPCodec

/// Directives that do something to a component (draft-ietf-suit-manifest-37, section 8.4.10).
extension SUITPlatform where Self: ~Copyable {
  /// suit-directive-write.
  @inline(never)
  mutating func write(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let index = Int(procedure.command.component)
    guard takeContentKey(of: index) else { return }
    try write(
      component(index, memory), content: string(.content, of: index, memory),
      encryptionInfo: optionalString(.encryptionInfo, of: index, memory))
    procedure.noteWritten(index, isDoubtful: false)
  }

  /// suit-directive-copy.
  @inline(never)
  mutating func copy(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let index = Int(procedure.command.component)
    guard takeContentKey(of: index) else { return }
    let source = try sourceComponent(memory)
    let isAuthenticated = try copy(
      component(index, memory), from: component(source, memory),
      encryptionInfo: optionalString(.encryptionInfo, of: index, memory))
    var entry = procedure.components[source]
    if isAuthenticated { entry.isConsumed = true }
    procedure.components[source] = entry
    procedure.noteWritten(index, isDoubtful: !isAuthenticated && entry.isDoubtful)
  }

  /// Whether the component's payload is not encrypted, or the key is there that decrypts it: this once.
  @inline(never)
  private mutating func takeContentKey(of index: Int) -> Bool {
    guard procedure.parameters.place(of: SUITParameterCode.encryptionInfo.rawValue, index).isPresent else {
      return true
    }
    procedure.awaited = procedure.hasContentKey ? .nothing : .contentKey
    defer { procedure.hasContentKey = false }
    return procedure.hasContentKey
  }

  /// suit-directive-swap.
  @inline(never)
  mutating func swap(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let index = Int(procedure.command.component)
    let source = try sourceComponent(memory)
    try swap(component(index, memory), with: component(source, memory))
    let (own, other) = (procedure.components[index].isDoubtful, procedure.components[source].isDoubtful)
    procedure.noteWritten(index, isDoubtful: other)
    procedure.noteWritten(source, isDoubtful: own)
  }

  /// suit-directive-invoke.
  @inline(never)
  mutating func invoke(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    guard procedure.section == .invoke else { throw .operationFailed }
    let index = Int(procedure.command.component)
    let arguments = try optionalString(.invokeArguments, of: index, memory)
    if let arguments {
      try invoke(component(index, memory), arguments: arguments)
    } else {
      try invoke(component(index, memory), arguments: Span())
    }
  }

  /// suit-directive-fetch: an integrated payload where the envelope has one of that URI (sections 7.5, 8.4.10.4).
  @inline(never)
  mutating func fetch(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let index = Int(procedure.command.component)
    var envelope = try findIntegrated(memory)
    let isDependency = procedure.components[index].isDependency
    if !envelope.place.isPresent {
      try fetchFromURI(index, memory)
      if isDependency, let range = fetchedEnvelope(index) {
        envelope = SUITExtent(range.lowerBound, count: range.count, inFlash: true)
      }
    } else if !isDependency {
      try write(component(index, memory), content: memory.bytes(envelope), encryptionInfo: nil)
    }
    procedure.noteWritten(index, isDoubtful: true)
    if isDependency {
      procedure.components[index].envelope = envelope
      procedure.components[index].signer = SUITTreeManifest.none
    }
  }

  /// Where the payload is in the envelope of the manifest that has the command.
  @inline(never)
  private mutating func findIntegrated(_ memory: borrowing SUITMemory) throws(SUITReportReason) -> SUITExtent
  {
    let envelope = procedure.manifests[Int(procedure.command.manifest)].envelope
    guard envelope.place.isPresent else { return SUITExtent() }
    let uri = try string(.uri, of: Int(procedure.command.component), memory, .textString)
    return try memory.integrated(uri, in: envelope)
  }

  @inline(never)
  private mutating func fetchFromURI(
    _ index: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let uri = try string(.uri, of: index, memory, .textString)
    var imageSize: Int?
    if let size = try unsigned(.imageSize, of: index, memory) {
      guard size <= UInt64(Int32.max) else { throw .parameterUnsupported }
      imageSize = Int(truncatingIfNeeded: size)
    }
    try fetch(component(index, memory), uri: uri, imageSize: imageSize)
  }

  /// Parameter 22: the component that copy and swap take from.
  @inline(never)
  private mutating func sourceComponent(_ memory: borrowing SUITMemory) throws(SUITReportReason) -> Int {
    let source = try unsigned(.sourceComponent, of: Int(procedure.command.component), memory)
    let manifest = procedure.manifests[Int(procedure.command.manifest)]
    guard let source, source < 256, let link = manifest.component(at: Int(truncatingIfNeeded: source))
    else { throw .operationFailed }
    return link.component
  }
}
