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
  var alternativeCount: UInt16 = 0
  /// Commands behind ``next``, itself included.
  var unread: UInt16 = 0
  var index: UInt16 = 0
  /// For how many of the selected components the next command has run.
  var position: UInt8 = 0
  /// The manifest in ``SUITProcedure/manifests``.
  var manifest: UInt8 = 0
  var kind = Kind.section
  /// Whether a failed condition ends this sequence alone (parameter soft-failure).
  var isSoft = false
  /// Whether this is a part of the shared sequence.
  var isShared = false
  /// Where the section begins that reports count offsets from.
  var start: UInt32 = 0
}
