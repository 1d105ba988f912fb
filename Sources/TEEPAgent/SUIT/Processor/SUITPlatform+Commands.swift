import TEEPCodec

/// Which command does what (draft-ietf-suit-manifest-37, sections 8.4.9 and 8.4.10).
extension SUITPlatform where Self: ~Copyable {
  /// Runs the command that is next.
  @inline(never)
  mutating func execute(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    switch procedure.command.code {
    case SUITCommandCode.directiveSetComponentIndex.rawValue:
      procedure.frames.last.selection = procedure.command.argument
    case SUITCommandCode.directiveTryEach.rawValue, SUITCommandCode.directiveRunSequence.rawValue:
      try beginNested(memory)
    case SUITCommandCode.conditionAbort.rawValue: throw .conditionFailed
    default:
      try findComponent()
      try executeOnComponent(memory)
    }
  }

  @inline(never)
  private mutating func findComponent() throws(SUITReportReason) {
    let manifest = procedure.manifests[Int(procedure.command.manifest)]
    guard let link = manifest.component(at: Int(procedure.command.index)) else {
      throw .componentUnsupported
    }
    procedure.command.component = UInt8(truncatingIfNeeded: link.component)
    procedure.command.isDependency = link.isDependency
  }

  @inline(never)
  private mutating func executeOnComponent(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    switch procedure.command.code {
    case SUITIdentity.vendor.rawValue, SUITIdentity.deviceClass.rawValue, SUITIdentity.device.rawValue:
      try matchIdentity(memory)
    case SUITCommandCode.conditionImageMatch.rawValue:
      try imageMatch(Int(procedure.command.component), memory)
    case SUITCommandCode.conditionComponentSlot.rawValue: try matchSlot(memory)
    case SUITCommandCode.conditionCheckContent.rawValue: try checkContent(memory)
    case SUITCommandCode.conditionIsDependency.rawValue:
      guard procedure.command.isDependency else { throw .conditionFailed }
    case SUITCommandCode.conditionDependencyIntegrity.rawValue: _ = try checkIntegrity(memory)
    case SUITCommandCode.directiveProcessDependency.rawValue: try processDependency(memory)
    case SUITCommandCode.directiveSetParameters.rawValue: try setParameters(overriding: false, memory)
    case SUITCommandCode.directiveOverrideParameters.rawValue: try setParameters(overriding: true, memory)
    case SUITCommandCode.directiveUnlink.rawValue: try unlink(currentComponent(memory))
    default:
      try requireOperable()
      try operate(memory)
    }
  }

  /// What was found to be the dependency must stay it, and an envelope comes by fetch alone.
  @inline(never)
  private mutating func requireOperable() throws(SUITReportReason) {
    let index = Int(procedure.command.component)
    guard procedure.components[index].isDependency else { return }
    guard procedure.command.code == SUITCommandCode.directiveFetch.rawValue, !procedure.isKnownManifest(index)
    else { throw .operationFailed }
  }

  /// Runs a directive that does something to a component.
  @inline(never)
  private mutating func operate(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    switch procedure.command.code {
    case SUITCommandCode.directiveFetch.rawValue: try fetch(memory)
    case SUITCommandCode.directiveWrite.rawValue: try write(memory)
    case SUITCommandCode.directiveCopy.rawValue: try copy(memory)
    case SUITCommandCode.directiveSwap.rawValue: try swap(memory)
    case SUITCommandCode.directiveInvoke.rawValue: try invoke(memory)
    default: throw .commandUnsupported
    }
  }

  /// A component with its identifier.
  @_lifetime(copy memory)
  @inline(never)
  mutating func component(_ index: Int, _ memory: borrowing SUITMemory) -> SUITComponent {
    SUITComponent(index, identifier: memory.item(at: procedure.components[index].identifier))
  }

  /// The component that the command is about.
  @_lifetime(copy memory)
  mutating func currentComponent(_ memory: borrowing SUITMemory) -> SUITComponent {
    component(Int(procedure.command.component), memory)
  }
}
