/// A source of unpredictable bytes.
public protocol RandomSource: ~Copyable {
  /// Fills the whole of `bytes`.
  mutating func fill(_ bytes: inout MutableSpan<UInt8>)
}
