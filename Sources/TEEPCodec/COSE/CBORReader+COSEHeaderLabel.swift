extension CBORReader {
  /// Reads a header label of at most 32 bits; a text, of which none is known here, comes as the least integer.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func headerLabel() throws(DecodeError) -> Int32 {
    guard Self.hasShortPaths else { return try anyHeaderLabel() }
    if let label = shortInteger() { return label }
    let (label, end) = try longHeaderLabel()
    move(to: end)
    return label
  }

  /// The next item, which must be such a label, and where it ends.
  @inline(never)
  private func longHeaderLabel() throws(DecodeError) -> (label: Int32, end: Int) {
    var reader = self
    return (try reader.anyHeaderLabel(), reader.offset)
  }

  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func anyHeaderLabel() throws(DecodeError) -> Int32 {
    guard try peek() == .textString else { return try integer32() }
    _ = try textStringRange()
    return .min
  }
}
