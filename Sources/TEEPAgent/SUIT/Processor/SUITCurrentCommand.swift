import TEEPCodec

/// The command that runs on one component.
struct SUITCurrentCommand: BitwiseCopyable {
  /// Its code; 0 where none was reached.
  var code: Int32 = 0
  var argument = SUITPlace()
  /// The command behind it.
  var following = SUITPlace()
  /// Bytes from the start of the section to the command, as reports count them.
  var offset: UInt32 = 0
  /// The component or dependency, as its manifest counts them.
  var index: UInt16 = 0
  /// The manifest that has the command, in ``SUITProcedure/manifests``.
  var manifest: UInt8 = 0
  /// What it means by the index, in ``SUITProcedure/components``.
  var component: UInt8 = 0
  /// Whether that is a dependency.
  var isDependency = false
  /// Whether the command is in the shared sequence.
  var isShared = false
  #if !WITHOUT_FAILURE_PROPERTIES
    /// Whether it is a condition that failed and is to tell what it found instead.
    var tellsFinding = false
  #endif
}

/// An image as it was found: none, or its digest and size.
struct SUITMeasurement: BitwiseCopyable {
  /// SHA-256.
  var digest = InlineArray<32, UInt8>(repeating: 0)
  /// Bytes; nil where there is no image.
  var size: Int?
}

/// What takes too much of the stack to be done while a command runs: it is done between two steps, after which the command
/// runs again.
enum SUITAwaited: UInt8, BitwiseCopyable {
  case nothing
  /// Who signed the envelope of the command's dependency.
  case signer
  /// The content key of the command's encryption info.
  case contentKey
}
