import TEEPCodec

extension Array<UInt8> {
  /// A copy of what `span` views.
  init(_ span: Span<UInt8>) {
    self.init()
    reserveCapacity(span.count)
    for index in span.indices { append(span[index]) }
  }

  /// A copy of what `span` views; nil where there is none.
  init?(present span: Span<UInt8>?) {
    guard let span else { return nil }
    self.init(span)
  }

  /// What `body` writes.
  init(encoding body: (inout CBORWriter) throws(EncodeError) -> Void) throws(EncodeError) {
    func write(into output: consuming MutableSpan<UInt8>) throws(EncodeError) -> Int {
      var writer = CBORWriter(output)
      try body(&writer)
      return writer.count
    }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = try write(into: bytes.mutableSpan)
    self.init(bytes[..<count])
  }
}
