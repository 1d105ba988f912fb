import TEEPCodec

/// A sequence that runs: where it is, and which components its commands are about.
struct SUITFrame: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    /// The shared sequence, which the section follows.
    case shared
    case section
    /// A branch of try-each.
    case branch
    /// The argument of run-sequence.
    case run
  }

  /// The next command.
  var next = SUITPlace()
  /// The argument of the last set-component-index; without one, ``index`` is selected.
  var selection = SUITPlace()
  /// The branches behind this one.
  var alternatives = SUITPlace()
  /// Where the section begins that reports count offsets from.
  var start: UInt32 = 0
  var alternativeCount: UInt16 = 0
  /// Commands behind ``next``, itself included.
  var unread: UInt16 = 0
  var index: UInt16 = 0
  /// For how many of the selected components the next command has run.
  var position: UInt8 = 0
  /// The manifest in ``SUITProcedure/manifests``.
  var manifest: UInt8 = 0
  var kind = Kind.shared
  /// Whether a failed condition ends this sequence alone (parameter soft-failure).
  var isSoft = false
  /// Whether this is a part of the shared sequence.
  var isShared = false

  /// A sequence of this manifest that has no commands.
  init(_ kind: Kind, of manifest: UInt8) {
    self.kind = kind
    self.manifest = manifest
    isShared = kind == .shared
  }

  /// Puts the frame at the first command of an encoded sequence.
  @inline(never)
  mutating func open(_ content: SUITExtent, _ memory: borrowing SUITMemory) throws(SUITReportReason) {
    var reader = CBORReader(memory.bytes(content), base: content.place.offset)
    do throws(DecodeError) {
      try reader.skip()
      try reader.end()
      reader = CBORReader(reader.bytes, base: reader.base)
      let count = try reader.array()
      guard count & 1 == 0, count < 0x1_0000 else { throw reader.error(.wrongCount) }
      unread = UInt16(truncatingIfNeeded: count / 2)
      next = SUITPlace(reader.base &+ reader.offset, inFlash: content.place.isInFlash)
    } catch { throw .cborParse }
    if kind == .shared || kind == .section { start = UInt32(truncatingIfNeeded: content.place.offset) }
  }

  /// Goes on to the next branch of try-each, which is the empty one where it is nil.
  ///
  /// - Returns: false where there is no other branch.
  @inline(never)
  mutating func openNextBranch(_ memory: borrowing SUITMemory) throws(SUITReportReason) -> Bool {
    guard alternativeCount > 0 else { return false }
    var reader = memory.reader(at: alternatives)
    isSoft = true
    selection = SUITPlace()
    position = 0
    unread = 0
    alternativeCount &-= 1
    let content: SUITExtent
    do throws(DecodeError) {
      if try reader.optionalNull() { return true }
      content = SUITExtent(reader.nested(try reader.byteStringRange()), inFlash: alternatives.isInFlash)
    } catch { throw .cborParse }
    alternatives = SUITPlace(reader.base &+ reader.offset, inFlash: alternatives.isInFlash)
    try open(content, memory)
    return true
  }
}
