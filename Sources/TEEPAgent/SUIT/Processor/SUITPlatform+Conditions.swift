import TEEPCodec

/// Conditions (draft-ietf-suit-manifest-37, section 8.4.9).
extension SUITPlatform where Self: ~Copyable {
  #if !WITHOUT_FAILURE_PROPERTIES
    /// Whether the reporting policy of a condition asks for what it finds where it fails (section 8.4.7).
    @inline(never)
    mutating func tellsFinding(_ memory: borrowing SUITMemory) -> Bool {
      var reader = memory.reader(at: procedure.command.argument)
      let policy = SUITReportingPolicy(rawValue: (try? reader.unsigned()) ?? 0)
      return policy.contains(.systemInformationOnFailure)
    }
  #endif

  /// suit-condition-vendor-identifier, class-identifier and device-identifier.
  @inline(never)
  mutating func matchIdentity(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let code = procedure.command.code
    guard let identity = SUITIdentity(rawValue: code), let parameter = SUITParameterCode(rawValue: code)
    else { throw .commandUnsupported }
    let expected = try string(parameter, of: Int(procedure.command.component), memory)
    guard matches(identity, expected) else { throw .conditionFailed }
    let manifest = Int(procedure.command.manifest)
    procedure.manifests[manifest].checks |= 1 &<< UInt8(truncatingIfNeeded: code & 7)
  }

  /// suit-condition-component-slot.
  @inline(never)
  mutating func matchSlot(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let index = Int(procedure.command.component)
    let slot = try unsigned(.componentSlot, of: index, memory)
    guard let slot, isSlot(slot, of: component(index, memory)) else { throw .conditionFailed }
  }

  /// suit-condition-check-content.
  @inline(never)
  mutating func checkContent(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let index = Int(procedure.command.component)
    let content = try string(.content, of: index, memory)
    guard holds(content, in: component(index, memory)) else { throw .conditionFailed }
  }

  /// suit-condition-image-match: the component has the digest of parameter 3, and the size of parameter 14 where it is
  /// there (section 8.4.9.2). Of a dependency it is the digest of its manifest, and the size of its envelope.
  @inline(never)
  mutating func imageMatch(_ index: Int, _ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let expected = try imageDigest(of: index, memory)
    let expectedSize = try unsigned(.imageSize, of: index, memory)
    var computed = InlineArray<32, UInt8>(repeating: 0)
    var computedSpan = computed.mutableSpan
    let size = try measure(index, digest: &computedSpan, memory)
    #if !WITHOUT_FAILURE_PROPERTIES
      procedure.measurement = SUITMeasurement(digest: computed, size: size)
    #endif
    guard let size, expectedSize == nil || expectedSize == UInt64(size), computed.span.equals(expected)
    else { throw .conditionFailed }
    procedure.components[index].isDoubtful = false
  }

  /// The size of a component's image or a dependency's envelope, nil where there is none, and its digest.
  @inline(never)
  private mutating func measure(
    _ index: Int, digest: inout MutableSpan<UInt8>, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> Int? {
    let entry = procedure.components[index]
    guard entry.isDependency else { return image(of: component(index, memory), digest: &digest) }
    guard entry.envelope.place.isPresent else { return nil }
    Self.sha256(of: try memory.wrappedManifest(in: entry.envelope), into: &digest)
    return entry.envelope.count
  }
}
