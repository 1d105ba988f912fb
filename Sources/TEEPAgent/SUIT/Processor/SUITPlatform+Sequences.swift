import TEEPCodec

/// Sequences: one command at a time, without recursion.
extension SUITPlatform where Self: ~Copyable {
  private static var conditions: UInt64 {
    1 << 1 | 1 << 2 | 1 << 3 | 1 << 5 | 1 << 6 | 1 << 8 | 1 << 14 | 1 << 24
  }
  /// Commands that the shared sequence may have: conditions, and what selects components and sets parameters
  /// (draft-ietf-suit-manifest-37, section 8.4.5).
  private static var sharedCommands: UInt64 { conditions | 1 << 12 | 1 << 15 | 1 << 20 | 1 << 32 }

  /// All commands that there are.
  static var supportedCommands: UInt64 {
    sharedCommands | 1 << 7 | 1 << 11 | 1 << 18 | 1 << 19 | 1 << 21 | 1 << 22 | 1 << 23 | 1 << 31 | 1 << 33
  }

  private static func has(_ commands: UInt64, _ code: Int32) -> Bool {
    0..<64 ~= code && commands &>> UInt64(truncatingIfNeeded: code) & 1 != 0
  }

  /// Begins the section that is processed of a manifest, if the manifest has it, with its shared sequence.
  @inline(never)
  mutating func enter(manifest index: Int, _ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let extent = procedure.manifests[index].manifest
    guard try memory.has(procedure.section, in: extent) else { return }
    var frame = SUITFrame(.shared, of: UInt8(truncatingIfNeeded: index))
    let shared = try memory.sharedSequence(of: extent)
    if shared.place.isPresent { try frame.open(shared, memory) }
    try procedure.frames.append(frame)
  }

  /// Runs the next command for the next of its components, or ends the sequence.
  @inline(never)
  mutating func step(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    guard try prepare(memory) else { return }
    let code = procedure.command.code
    let top = procedure.frames.count &- 1
    do throws(SUITReportReason) {
      try procedure.countCommand()
      if procedure.command.isShared, !Self.has(Self.sharedCommands, code) { throw .commandUnsupported }
      try execute(memory)
      // Once what it waits for is there, the command runs again.
      if procedure.awaited != .nothing { procedure.frames[top].position &-= 1 }
    } catch {
      guard error == .conditionFailed else { throw error }
      // A directive that lacks a parameter cannot be passed over.
      guard Self.has(Self.conditions, code) else { throw .operationFailed }
      #if !WITHOUT_FAILURE_PROPERTIES
        procedure.command.tellsFinding = tellsFinding(memory)
      #endif
      try failCondition(memory)
    }
  }

  /// Finds out what is next: ``SUITProcedure/command``; false where a sequence came to its end, or a command had run for
  /// all of its components.
  @inline(never)
  private mutating func prepare(_ memory: borrowing SUITMemory) throws(SUITReportReason) -> Bool {
    var frame = procedure.frames.last
    var command = SUITCurrentCommand()
    command.manifest = frame.manifest
    command.isShared = frame.isShared
    guard frame.unread > 0 else {
      procedure.command = command
      try leave(memory)
      return false
    }
    command.offset = UInt32(truncatingIfNeeded: frame.next.offset) &- frame.start
    procedure.command = command
    try readCommand(at: frame.next, memory)
    let index = try nextIndex(memory)
    if let index {
      procedure.command.index = UInt16(truncatingIfNeeded: index)
      frame.position &+= 1
    } else {
      frame.next = procedure.command.following
      frame.unread &-= 1
      frame.position = 0
    }
    procedure.frames.last = frame
    return index != nil
  }

  @inline(never)
  private mutating func readCommand(
    at place: SUITPlace, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let inFlash = place.isInFlash
    var reader = memory.reader(at: place)
    do throws(DecodeError) {
      procedure.command.code = try reader.integer32()
      let argument = try reader.skip()
      procedure.command.argument = SUITPlace(reader.base &+ argument.start, inFlash: inFlash)
      procedure.command.following = SUITPlace(reader.base &+ reader.offset, inFlash: inFlash)
    } catch { throw .cborParse }
  }

  /// The index of the component that the command runs for next; nil where it has run for all that are selected.
  @inline(never)
  private mutating func nextIndex(_ memory: borrowing SUITMemory) throws(SUITReportReason) -> Int? {
    let frame = procedure.frames.last
    let position = Int(frame.position)
    let code = procedure.command.code
    guard frame.selection.isPresent, code != SUITCommandCode.directiveSetComponentIndex.rawValue else {
      return position == 0 ? Int(frame.index) : nil
    }
    let manifest = procedure.manifests[Int(frame.manifest)]
    var reader = memory.reader(at: frame.selection)
    do throws(DecodeError) {
      let selection = try SUITComponentSelection(reader.nested(reader.skip()))
      guard selection.selectsAll,
        code == SUITCommandCode.directiveProcessDependency.rawValue
          || code == SUITCommandCode.conditionDependencyIntegrity.rawValue
      else { return try selection.index(at: position, of: Int(manifest.componentCount)) }
    } catch { throw .cborParse }
    // Of these, all means all dependencies.
    return position < manifest.dependencyCount ? manifest.dependencyIndex(at: position) : nil
  }

  /// Ends a sequence; the section follows its shared sequence.
  @inline(never)
  private mutating func leave(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let ended = procedure.frames.last
    procedure.frames.removeLast()
    guard ended.kind == .shared else { return }
    var frame = SUITFrame(.section, of: ended.manifest)
    var content = try memory.sequence(
      procedure.section, of: procedure.manifests[Int(ended.manifest)].manifest)
    if !content.place.isPresent { content = try severedSequence(of: Int(ended.manifest), memory) }
    try frame.open(content, memory)
    try procedure.frames.append(frame)
  }

  /// The commands of a section that was severed: they are in the envelope, and have the digest that the manifest has in
  /// their place (section 8.2).
  @inline(never)
  private mutating func severedSequence(
    of index: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> SUITExtent {
    let entry = procedure.manifests[index]
    guard entry.envelope.place.isPresent else { throw .severingUnsupported }
    let wrapped = try memory.severedSection(procedure.section, in: entry.envelope)
    guard wrapped.place.isPresent else { throw .severingUnsupported }
    var computed = InlineArray<32, UInt8>(repeating: 0)
    var computedSpan = computed.mutableSpan
    Self.sha256(of: memory.bytes(wrapped), into: &computedSpan)
    guard computed.span.equals(try memory.severedDigest(procedure.section, of: entry.manifest)) else {
      throw .severingUnsupported
    }
    var reader = memory.reader(at: wrapped.place)
    do throws(DecodeError) {
      return SUITExtent(reader.nested(try reader.byteStringRange()), inFlash: wrapped.place.isInFlash)
    } catch { throw .cborParse }
  }

  /// A failed condition ends its sequence: try-each goes on with the next branch and run-sequence with the next command
  /// where the sequence is soft, otherwise they fail as the condition did (section 8.4.10.2).
  @inline(never)
  private mutating func failCondition(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    while true {
      var frame = procedure.frames.last
      guard frame.kind == .run || frame.kind == .branch else { throw .conditionFailed }
      procedure.frames.removeLast()
      guard frame.isSoft else { continue }
      if frame.kind == .run { return }
      if try frame.openNextBranch(memory) { return try procedure.frames.append(frame) }
    }
  }

  /// Begins try-each or run-sequence for one component.
  @inline(never)
  mutating func beginNested(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let outer = procedure.frames.last
    let command = procedure.command
    let isRun = command.code == SUITCommandCode.directiveRunSequence.rawValue
    var nested = SUITFrame(isRun ? .run : .branch, of: outer.manifest)
    nested.isShared = outer.isShared
    nested.start = outer.start
    nested.index = command.index
    let inFlash = command.argument.isInFlash
    var reader = memory.reader(at: command.argument)
    do throws(DecodeError) {
      if isRun {
        nested.alternatives = SUITPlace(reader.base &+ reader.offset, inFlash: inFlash)
        nested.alternativeCount = 1
        _ = try reader.byteStringRange()
      } else {
        var items = reader.nested(try reader.skip())
        _ = try SUITAlternatives(items)
        nested.alternativeCount = UInt16(truncatingIfNeeded: try items.array())
        nested.alternatives = SUITPlace(items.base &+ items.offset, inFlash: inFlash)
      }
    } catch { throw .cborParse }
    _ = try nested.openNextBranch(memory)
    // In a branch soft-failure starts true, in a sequence to run false (section 8.4.8.15).
    nested.isSoft = !isRun
    try procedure.frames.append(nested)
  }
}
