import TEEPCodec

/// The procedures (draft-ietf-suit-manifest-37, sections 6.3 and 6.4).
extension SUITPlatform where Self: ~Copyable {
  /// The update procedure of the root that was taken by ``take(root:envelope:signer:_:)``.
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
  ///
  /// Computations with elliptic curves take the most stack of all. So a command that needs one is left, and runs again when
  /// that is done from here, where nothing else is on the stack.
  @inline(never)
  mutating func run(_ section: SUITSection, _ memory: borrowing SUITMemory) throws(SUITReportReason) {
    procedure.begin(section)
    try enter(manifest: 0, memory)
    while procedure.frames.count > 0 {
      try step(memory)
      switch procedure.awaited {
      case .nothing: continue
      case .signer:
        let component = Int(procedure.command.component)
        let signer = try authenticate(memory.bytes(procedure.components[component].envelope))
        guard signer.verdict.isGenuine else { throw .unauthorised }
        procedure.components[component].signer = UInt8(truncatingIfNeeded: signer.index)
      case .contentKey:
        try recoverContentKey(string(.encryptionInfo, of: Int(procedure.command.component), memory))
        procedure.hasContentKey = true
      }
      procedure.awaited = .nothing
    }
  }

  /// What has to be so in the end: each manifest knows the device, and each component has been compared with a digest
  /// where nothing else vouches for what was written.
  @inline(never)
  private mutating func verify(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    for index in 0..<procedure.manifests.count {
      let manifest = procedure.manifests[index]
      guard
        manifest.checks & 0b110 == 0b110 || manifest.signer == SUITTreeManifest.none
          || allowsMissingConditions(signer: manifest.signer)
      else { throw .conditionFailed }
    }
    for index in 0..<procedure.components.count {
      let entry = procedure.components[index]
      guard entry.isDoubtful, !entry.isDependency, !entry.isConsumed else { continue }
      procedure.command.code = SUITCommandCode.conditionImageMatch.rawValue
      procedure.command.index = UInt16(truncatingIfNeeded: index)
      try imageMatch(index, memory)
    }
  }
}
