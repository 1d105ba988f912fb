extension MutableSpan<UInt8> {
  /// Copies `source` to the bytes from `offset` on, which have to be within the span.
  @_lifetime(self: copy self)
  @inline(__always)
  public mutating func copy(_ source: Span<UInt8>, to offset: Int) {
    var target = _mutatingExtracting(offset..<offset &+ source.count)
    // The C library's memmove is the one loop for it all; the target has just as many bytes as the source.
    unsafe target.withUnsafeMutableBytes { target in
      unsafe source.withUnsafeBytes { source in unsafe target.copyMemory(from: source) }
    }
  }
}
