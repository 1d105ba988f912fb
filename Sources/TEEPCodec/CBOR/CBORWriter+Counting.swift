extension CBORWriter {
  /// Writes an array or map whose items `items` encodes, and counts them afterwards.
  ///
  /// For those who cannot say the number beforehand; it reads again what was written.
  @_lifetime(self: copy self)
  public mutating func counted(
    _ major: MajorType, _ items: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    let start = count
    try items(&self)
    guard let itemCount = itemCount(since: start) else { throw .notEncodable }
    try insertHead(major, UInt64(major == .map ? itemCount / 2 : itemCount), at: start)
  }

  /// How many items were written since `start`; nil where they are no whole ones.
  private func itemCount(since start: Int) -> Int? {
    var reader = CBORReader(bytes.extracting(start..<count))
    var itemCount = 0
    while !reader.isAtEnd {
      guard (try? reader.skip()) != nil else { return nil }
      itemCount += 1
    }
    return itemCount
  }
}
