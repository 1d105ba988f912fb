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
}

/// What `body` writes into at most `capacity` bytes.
func written(
  capacity: Int = 4096, _ body: (inout CBORWriter) throws(EncodeError) -> Void
) throws(EncodeError) -> [UInt8] {
  func write(into output: consuming MutableSpan<UInt8>) throws(EncodeError) -> Int {
    var writer = CBORWriter(output)
    try body(&writer)
    return writer.count
  }
  var bytes = [UInt8](repeating: 0, count: capacity)
  let count = try write(into: bytes.mutableSpan)
  return Array(bytes[..<count])
}

/// The error that `read` ends in over all of `bytes`, which lie at `base` in their message; nil where it reads them.
func refusal(
  of bytes: [UInt8], base: Int = 0, _ read: (inout CBORReader) throws(DecodeError) -> Void
) -> DecodeError? {
  var reader = CBORReader(bytes.span, base: base)
  do throws(DecodeError) {
    try read(&reader)
    return nil
  } catch {
    return error
  }
}

/// The error that `decode` ends in; nil where it ends without.
func refusal(_ decode: () throws(DecodeError) -> Void) -> DecodeError? {
  do throws(DecodeError) {
    try decode()
    return nil
  } catch {
    return error
  }
}
