/// A source of unpredictable bytes.
public protocol RandomSource: ~Copyable {
  /// Fills the whole of `bytes`.
  mutating func fill(_ bytes: inout MutableSpan<UInt8>)

  /// Whether the noise that the bytes are made from is sound (``RandomHealthTest``): asked before a key is made. Where a
  /// system watches over its source, as Linux does, there is nothing to ask.
  mutating func passesHealthTest() -> Bool
}

extension RandomSource where Self: ~Copyable {
  public mutating func passesHealthTest() -> Bool { true }
}
