import TEEPCodec

/// Commands (draft-ietf-suit-manifest-37, sections 8.4.9 and 8.4.10).
extension SUITPlatform where Self: ~Copyable {
  /// Runs one command on one component.
  @inline(never)
  mutating func execute(
    _ command: SUITNextCommand, _ index: Int, _ frame: SUITFrame, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    switch command.code {
    case SUITCommandCode.directiveSetComponentIndex.rawValue:
      let top = procedure.depth &- 1
      procedure.frames[top].selection = command.argument
      return
    case SUITCommandCode.directiveTryEach.rawValue, SUITCommandCode.directiveRunSequence.rawValue:
      return try beginNested(command, index, frame, memory)
    case SUITCommandCode.conditionAbort.rawValue: throw .conditionFailed
    default: break
    }
    let manifest = Int(frame.manifest)
    guard let link = procedure.manifests[manifest].component(at: index) else { throw .componentUnsupported }
    switch command.code {
    case SUITIdentity.vendor.rawValue, SUITIdentity.deviceClass.rawValue, SUITIdentity.device.rawValue:
      try matchIdentity(command.code, link.component, manifest, memory)
    case SUITCommandCode.conditionImageMatch.rawValue: try imageMatch(link.component, memory)
    case SUITCommandCode.conditionComponentSlot.rawValue:
      let slot = try unsigned(.componentSlot, of: link.component, memory)
      guard let slot, isSlot(slot, of: component(link.component, memory)) else { throw .conditionFailed }
    case SUITCommandCode.conditionCheckContent.rawValue:
      let content = try string(.content, of: link.component, memory)
      guard holds(content, in: component(link.component, memory)) else { throw .conditionFailed }
    case SUITCommandCode.conditionIsDependency.rawValue:
      guard link.isDependency else { throw .conditionFailed }
    case SUITCommandCode.conditionDependencyIntegrity.rawValue:
      guard link.isDependency else { throw .operationFailed }
      _ = try checkIntegrity(of: link.component, index, dependent: manifest, memory)
    case SUITCommandCode.directiveProcessDependency.rawValue:
      guard link.isDependency else { throw .operationFailed }
      try processDependency(link.component, index, dependent: manifest, memory)
    case SUITCommandCode.directiveSetParameters.rawValue:
      try setParameters(command.argument, of: link.component, overriding: false, memory)
    case SUITCommandCode.directiveOverrideParameters.rawValue:
      try setParameters(command.argument, of: link.component, overriding: true, memory)
    default: try operate(command.code, link.component, manifest, memory)
    }
  }

  /// Runs a directive that does something to a component.
  @inline(never)
  private mutating func operate(
    _ code: Int32, _ index: Int, _ manifest: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let target = component(index, memory)
    if procedure.components[index].isDependency, code != SUITCommandCode.directiveUnlink.rawValue {
      // What was found to be the dependency must stay it, and an envelope comes by fetch alone.
      guard code == SUITCommandCode.directiveFetch.rawValue, !isKnownManifest(index) else {
        throw .operationFailed
      }
    }
    switch code {
    case SUITCommandCode.directiveFetch.rawValue: try fetch(index, manifest, memory)
    case SUITCommandCode.directiveWrite.rawValue:
      let content = try string(.content, of: index, memory)
      try write(
        target, content: content, encryptionInfo: try optionalString(.encryptionInfo, of: index, memory))
      noteWritten(index, isDoubtful: false)
    case SUITCommandCode.directiveCopy.rawValue:
      let source = try sourceComponent(of: index, manifest, memory)
      let isAuthenticated = try copy(
        target, from: component(source, memory),
        encryptionInfo: try optionalString(.encryptionInfo, of: index, memory))
      if isAuthenticated { procedure.components[source].isConsumed = true }
      let isDoubtful = procedure.components[source].isDoubtful
      noteWritten(index, isDoubtful: !isAuthenticated && isDoubtful)
    case SUITCommandCode.directiveSwap.rawValue:
      let source = try sourceComponent(of: index, manifest, memory)
      try swap(target, with: component(source, memory))
      let (own, other) = (procedure.components[index].isDoubtful, procedure.components[source].isDoubtful)
      noteWritten(index, isDoubtful: other)
      noteWritten(source, isDoubtful: own)
    case SUITCommandCode.directiveInvoke.rawValue:
      guard procedure.section == .invoke else { throw .operationFailed }
      if let arguments = try optionalString(.invokeArguments, of: index, memory) {
        try invoke(target, arguments: arguments)
      } else {
        try invoke(target, arguments: Span())
      }
    case SUITCommandCode.directiveUnlink.rawValue: try unlink(target)
    default: throw .commandUnsupported
    }
  }

  /// suit-directive-fetch: an integrated payload where the envelope has one of that URI (sections 7.5, 8.4.10.4).
  @inline(never)
  private mutating func fetch(
    _ index: Int, _ manifest: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let uri = try string(.uri, of: index, memory, .textString)
    let target = component(index, memory)
    let isDependency = procedure.components[index].isDependency
    let envelope = procedure.manifests[manifest].envelope
    if envelope.place.isPresent {
      do throws(DecodeError) {
        let whole = try SUITEnvelope(decoding: memory.bytes(envelope), base: envelope.place.offset)
        if let integrated = try whole.integratedReader(uri: uri) {
          let place = SUITPlace(integrated.base, inFlash: envelope.place.isInFlash)
          return try keep(integrated.bytes, at: place, in: target, isDependency: isDependency)
        }
      } catch { throw error.reason == .tooMany ? .operationFailed : .cborParse }
    }
    var imageSize: Int?
    if let size = try unsigned(.imageSize, of: index, memory) {
      guard size <= UInt64(Int32.max) else { throw .parameterUnsupported }
      imageSize = Int(truncatingIfNeeded: size)
    }
    try fetch(target, uri: uri, imageSize: imageSize)
    noteWritten(index, isDoubtful: true)
    if isDependency, let range = fetchedEnvelope(index) {
      procedure.components[index].envelope = SUITExtent(
        place: SUITPlace(range.lowerBound, inFlash: true), count: range.count)
    }
  }

  /// Keeps an integrated payload; of a dependency only its place.
  private mutating func keep(
    _ content: Span<UInt8>, at place: SUITPlace, in target: borrowing SUITComponent, isDependency: Bool
  ) throws(DecodeError) {
    if isDependency {
      procedure.components[target.index].envelope = SUITExtent(place: place, count: content.count)
    } else {
      do throws(SUITReportReason) { try write(target, content: content, encryptionInfo: nil) } catch {
        throw DecodeError(.tooMany, at: 0)
      }
    }
    noteWritten(target.index, isDoubtful: true)
  }

  private mutating func isKnownManifest(_ component: Int) -> Bool {
    for index in 0..<procedure.manifestCount
    where procedure.manifests[index].component == UInt8(truncatingIfNeeded: component) {
      return true
    }
    return false
  }

  private mutating func noteWritten(_ index: Int, isDoubtful: Bool) {
    procedure.components[index].isWritten = true
    procedure.components[index].isDoubtful = isDoubtful
  }

  /// Parameter 22: the component that copy and swap take from.
  private mutating func sourceComponent(
    of index: Int, _ manifest: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> Int {
    guard let source = try unsigned(.sourceComponent, of: index, memory), source < 256,
      let link = procedure.manifests[manifest].component(at: Int(truncatingIfNeeded: source))
    else { throw .operationFailed }
    return link.component
  }

  private mutating func matchIdentity(
    _ code: Int32, _ index: Int, _ manifest: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    guard let identity = SUITIdentity(rawValue: code), let parameter = SUITParameterCode(rawValue: code)
    else {
      throw .commandUnsupported
    }
    let expected = try string(parameter, of: index, memory)
    guard matches(identity, expected) else { throw .conditionFailed }
    procedure.manifests[manifest].checks |= 1 &<< UInt8(truncatingIfNeeded: code & 7)
  }

  /// suit-condition-image-match: the component has the digest of parameter 3, and the size of parameter 14 where it is
  /// there (section 8.4.9.2). Of a dependency it is the digest of its manifest, and the size of its envelope.
  @inline(never)
  mutating func imageMatch(_ index: Int, _ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let encoded = try string(.imageDigest, of: index, memory)
    let expectedSize = try unsigned(.imageSize, of: index, memory)
    let entry = procedure.components[index]
    var computed = InlineArray<32, UInt8>(repeating: 0)
    var computedSpan = computed.mutableSpan
    var size: Int?
    do throws(DecodeError) {
      let expected = try SUITDigest(decoding: encoded, base: 0)
      guard expected.algorithm == .sha256 else { throw DecodeError(.unsupported, at: 0) }
      if !entry.isDependency {
        size = image(of: component(index, memory), digest: &computedSpan)
      } else if entry.envelope.place.isPresent {
        let envelope = try SUITEnvelope(decoding: memory.bytes(entry.envelope))
        Self.sha256(of: envelope.wrappedManifest, into: &computedSpan)
        size = entry.envelope.count
      }
      guard let size, expectedSize == nil || expectedSize == UInt64(size),
        computed.span.equals(expected.bytes)
      else { throw DecodeError(.outOfRange, at: 0) }
    } catch {
      switch error.reason {
      case .outOfRange: throw .conditionFailed
      case .unsupported: throw .algorithmUnsupported
      default: throw .cborParse
      }
    }
    procedure.components[index].isDoubtful = false
  }
}
