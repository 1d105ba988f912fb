import TEEPCodec

/// A command that is next, by where it lies.
struct SUITNextCommand {
  let code: Int32
  let argument: SUITPlace
  let following: SUITPlace
}

/// Sequences: one command at a time, without recursion.
extension SUITPlatform where Self: ~Copyable {
  private static var conditions: UInt64 {
    1 << 1 | 1 << 2 | 1 << 3 | 1 << 5 | 1 << 6 | 1 << 8 | 1 << 14 | 1 << 24
  }
  /// Commands that the shared sequence may have: conditions, and what selects components and sets parameters
  /// (draft-ietf-suit-manifest-37, section 8.4.5).
  private static var sharedCommands: UInt64 { conditions | 1 << 12 | 1 << 15 | 1 << 20 | 1 << 32 }

  private static func has(_ commands: UInt64, _ code: Int32) -> Bool {
    0..<64 ~= code && commands &>> UInt64(truncatingIfNeeded: code) & 1 != 0
  }

  /// Begins the section that is processed of a manifest, if the manifest has it, with its shared sequence.
  @inline(never)
  mutating func enter(manifest index: Int, _ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let extent = procedure.manifests[index].manifest
    var frame = SUITFrame()
    frame.manifest = UInt8(truncatingIfNeeded: index)
    frame.kind = .shared
    frame.isShared = true
    do throws(DecodeError) {
      let manifest = try SUITManifest(decoding: memory.bytes(extent), base: extent.place.offset)
      guard try manifest.has(procedure.section) else { return }
      guard let shared = try manifest.common().sharedSequenceContent else {
        frame.unread = 0
        return try pushOrThrow(frame)
      }
      try open(shared, inFlash: extent.place.isInFlash, &frame)
      try pushOrThrow(frame)
    } catch { throw error.reason == .tooMany ? .componentUnsupported : .cborParse }
  }

  private mutating func pushOrThrow(_ frame: SUITFrame) throws(DecodeError) {
    do throws(SUITReportReason) { try procedure.push(frame) } catch { throw DecodeError(.tooMany, at: 0) }
  }

  /// Puts a frame at the first command of an encoded sequence.
  @inline(never)
  private func open(
    _ content: CBORReader, inFlash: Bool, _ frame: inout SUITFrame
  ) throws(DecodeError) {
    var whole = content
    try whole.skip()
    try whole.end()
    var reader = content
    let count = try reader.array()
    guard count & 1 == 0, count < 0x1_0000 else { throw reader.error(.wrongCount) }
    frame.unread = UInt16(truncatingIfNeeded: count / 2)
    frame.next = SUITPlace(reader.base &+ reader.offset, inFlash: inFlash)
    if frame.kind == .shared || frame.kind == .section {
      frame.start = UInt32(truncatingIfNeeded: content.base)
    }
  }

  /// Runs the next command for the next of its components, or ends the sequence.
  @inline(never)
  mutating func step(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    let frame = procedure.frames[procedure.depth &- 1]
    guard frame.unread > 0 else { return try leave(frame, memory) }
    let command = try nextCommand(frame, memory)
    let top = procedure.depth &- 1
    guard let index = try index(for: command, in: frame, memory) else {
      procedure.frames[top].next = command.following
      procedure.frames[top].unread &-= 1
      procedure.frames[top].position = 0
      return
    }
    procedure.frames[top].position &+= 1
    note(command, at: index, in: frame)
    do throws(SUITReportReason) {
      try procedure.count()
      if frame.isShared, !Self.has(Self.sharedCommands, command.code) { throw .commandUnsupported }
      try execute(command, index, frame, memory)
    } catch {
      guard error == .conditionFailed else { throw error }
      // A directive that lacks a parameter cannot be passed over.
      guard Self.has(Self.conditions, command.code) else { throw .operationFailed }
      try failCondition(memory)
    }
  }

  /// Keeps what a report says where this command fails.
  private mutating func note(_ command: SUITNextCommand, at index: Int, in frame: SUITFrame) {
    procedure.code = command.code
    procedure.record = SUITRecord(
      manifest: procedure.manifests[Int(frame.manifest)].path, section: procedure.section.rawValue,
      offset: UInt32(truncatingIfNeeded: frame.next.offset) &- frame.start,
      componentIndex: UInt16(truncatingIfNeeded: index))
  }

  @inline(never)
  private func nextCommand(
    _ frame: SUITFrame, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> SUITNextCommand {
    let inFlash = frame.next.isInFlash
    var reader = memory.reader(at: frame.next)
    do throws(DecodeError) {
      let code = try reader.integer32()
      let argument = try reader.skip()
      return SUITNextCommand(
        code: code, argument: SUITPlace(reader.base &+ argument.start, inFlash: inFlash),
        following: SUITPlace(reader.base &+ reader.offset, inFlash: inFlash))
    } catch { throw .cborParse }
  }

  /// The index of the component that the command runs for next; nil where it has run for all that are selected.
  @inline(never)
  private mutating func index(
    for command: SUITNextCommand, in frame: SUITFrame, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> Int? {
    let position = Int(frame.position)
    guard frame.selection.isPresent, command.code != SUITCommandCode.directiveSetComponentIndex.rawValue
    else {
      return position == 0 ? Int(frame.index) : nil
    }
    do throws(DecodeError) {
      var reader = memory.reader(at: frame.selection)
      let selection = try SUITComponentSelection(reader.nested(reader.skip()))
      let common = try common(of: Int(frame.manifest), memory)
      guard selection.selectsAll,
        command.code == SUITCommandCode.directiveProcessDependency.rawValue
          || command.code == SUITCommandCode.conditionDependencyIntegrity.rawValue
      else { return try selection.index(at: position, of: common.componentCount) }
      // Of these, all means all dependencies.
      return position < common.dependencyCount ? try common.dependency(at: position).index : nil
    } catch { throw .cborParse }
  }

  @_lifetime(copy memory)
  private mutating func common(
    of manifest: Int, _ memory: borrowing SUITMemory
  ) throws(DecodeError) -> SUITCommon {
    let extent = procedure.manifests[manifest].manifest
    return try SUITManifest(decoding: memory.bytes(extent), base: extent.place.offset).common()
  }

  /// Ends a sequence; the section follows its shared sequence.
  private mutating func leave(
    _ frame: SUITFrame, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    procedure.pop()
    guard frame.kind == .shared else { return }
    let entry = procedure.manifests[Int(frame.manifest)]
    var next = SUITFrame()
    next.manifest = frame.manifest
    let manifest: SUITManifest
    do throws(DecodeError) {
      manifest = try SUITManifest(decoding: memory.bytes(entry.manifest), base: entry.manifest.place.offset)
      if let content = try manifest.content(of: procedure.section) {
        try open(content, inFlash: entry.manifest.place.isInFlash, &next)
        return try pushOrThrow(next)
      }
    } catch { throw .cborParse }
    let severed = try severedSection(of: manifest, entry, memory)
    do throws(DecodeError) {
      try open(severed, inFlash: entry.envelope.place.isInFlash, &next)
      try pushOrThrow(next)
    } catch { throw .cborParse }
  }

  /// The commands of a section that was severed: they are in the envelope, and have the digest that the manifest has in
  /// their place (section 8.2).
  @_lifetime(copy memory)
  @inline(never)
  private mutating func severedSection(
    of manifest: borrowing SUITManifest, _ entry: SUITTreeManifest, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> CBORReader {
    do throws(DecodeError) {
      guard entry.envelope.place.isPresent, let digest = try manifest.severedDigest(procedure.section),
        var wrapped = try SUITEnvelope(
          decoding: memory.bytes(entry.envelope), base: entry.envelope.place.offset
        ).severedSection(procedure.section)
      else { throw DecodeError(.missingMember, at: 0) }
      var computed = InlineArray<32, UInt8>(repeating: 0)
      var computedSpan = computed.mutableSpan
      Self.sha256(of: wrapped.bytes, into: &computedSpan)
      guard digest.algorithm == .sha256, computed.span.equals(digest.bytes) else {
        throw DecodeError(.unsupported, at: 0)
      }
      return wrapped.nested(try wrapped.byteStringRange())
    } catch { throw .severingUnsupported }
  }

  /// A failed condition ends its sequence: try-each goes on with the next branch and run-sequence with the next command
  /// where the sequence is soft, otherwise they fail as the condition did (section 8.4.10.2).
  @inline(never)
  private mutating func failCondition(_ memory: borrowing SUITMemory) throws(SUITReportReason) {
    while true {
      let frame = procedure.frames[procedure.depth &- 1]
      switch frame.kind {
      case .shared, .section: throw .conditionFailed
      case .run:
        procedure.pop()
        if frame.isSoft { return }
      case .branch:
        procedure.pop()
        if frame.isSoft, try tryNext(frame, memory) { return }
      }
    }
  }

  /// Begins the next branch of try-each; false where there is none.
  @inline(never)
  mutating func tryNext(
    _ branch: SUITFrame, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> Bool {
    guard branch.alternativeCount > 0 else { return false }
    var frame = branch
    var reader = memory.reader(at: branch.alternatives)
    do throws(DecodeError) {
      if try reader.optionalNull() { return true }
      let content = reader.nested(try reader.byteStringRange())
      frame.alternatives = SUITPlace(reader.base &+ reader.offset, inFlash: branch.alternatives.isInFlash)
      frame.alternativeCount &-= 1
      frame.isSoft = true
      frame.selection = SUITPlace()
      frame.position = 0
      try open(content, inFlash: branch.alternatives.isInFlash, &frame)
      try pushOrThrow(frame)
      return true
    } catch { throw error.reason == .tooMany ? .componentUnsupported : .cborParse }
  }

  /// Begins try-each or run-sequence for one component.
  @inline(never)
  mutating func beginNested(
    _ command: SUITNextCommand, _ index: Int, _ frame: SUITFrame, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    var nested = SUITFrame()
    nested.manifest = frame.manifest
    nested.isShared = frame.isShared
    nested.start = frame.start
    nested.index = UInt16(truncatingIfNeeded: index)
    let inFlash = command.argument.isInFlash
    do throws(DecodeError) {
      var reader = memory.reader(at: command.argument)
      if command.code == SUITCommandCode.directiveRunSequence.rawValue {
        nested.kind = .run
        try open(reader.nested(reader.byteStringRange()), inFlash: inFlash, &nested)
        return try pushOrThrow(nested)
      }
      let argument = reader.nested(try reader.skip())
      _ = try SUITAlternatives(argument)
      var items = argument
      nested.kind = .branch
      nested.alternativeCount = UInt16(truncatingIfNeeded: try items.array())
      nested.alternatives = SUITPlace(items.base &+ items.offset, inFlash: inFlash)
    } catch { throw error.reason == .tooMany ? .componentUnsupported : .cborParse }
    _ = try tryNext(nested, memory)
  }
}
