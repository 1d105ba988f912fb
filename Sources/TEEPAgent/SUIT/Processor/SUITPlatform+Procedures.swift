import TEEPCodec

/// The procedures (draft-ietf-suit-manifest-37, sections 6.3 and 6.4).
extension SUITPlatform where Self: ~Copyable {
  /// The update procedure of the root that was taken by ``take(root:signer:_:)``.
  @inline(never)
  mutating func update(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    try run(.dependencyResolution, memory)
    try run(.payloadFetch, memory)
    try run(.candidateVerification, memory)
    try run(.install, memory)
    try run(.validate, memory)
    try verify(memory)
  }

  /// Runs a section of the root, if it has it, after the shared sequence.
  @inline(never)
  mutating func run(_ section: SUITSection, _ memory: borrowing SUITMemory) throws(SUITReportReason) {
    procedure.section = section
    procedure.record = SUITRecord(section: section.rawValue, offset: 0, componentIndex: 0)
    procedure.code = 0
    try enter(manifest: 0, memory)
    while procedure.depth > 0 { try step(memory) }
  }

  /// What has to be so in the end: each manifest knows the device, and each component has been compared with a digest
  /// where nothing else vouches for what was written.
  @inline(never)
  private mutating func verify(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    for index in 0..<procedure.manifestCount {
      let manifest = procedure.manifests[index]
      guard
        manifest.checks == 0b110 || manifest.signer == SUITTreeManifest.none
          || allowsMissingConditions(signer: manifest.signer)
      else { throw .conditionFailed }
    }
    for index in 0..<procedure.componentCount {
      let entry = procedure.components[index]
      guard entry.isDoubtful, !entry.isDependency, !entry.isConsumed else { continue }
      procedure.code = SUITCommandCode.conditionImageMatch.rawValue
      procedure.record.componentIndex = UInt16(truncatingIfNeeded: index)
      try imageMatch(index, memory)
    }
  }

  /// A component with its identifier.
  @_lifetime(copy memory)
  @inline(never)
  mutating func component(_ index: Int, _ memory: borrowing SUITMemory) -> SUITComponent {
    var reader = memory.reader(at: procedure.components[index].identifier)
    // It was read when the component was added, so that it can be read.
    let range = (try? reader.skip()) ?? ByteRange(start: 0, count: 0)
    return SUITComponent(index, identifier: reader.bytes.extracting(range.start..<range.end))
  }
}
