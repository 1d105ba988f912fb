public import TEEPCodec

extension Array<UInt8> {
  /// What `body` writes with the codec's writer, in a buffer that grows as needed. `body` may run several times.
  public init(encoding body: (inout CBORWriter) throws(EncodeError) -> Void) {
    self.init()
    var capacity = 512
    var count: Int?
    while count == nil {
      self = Array(repeating: 0, count: capacity)
      count = Self.encode(body, into: mutableSpan)
      capacity *= 4
    }
    removeSubrange((count ?? 0)...)
  }

  /// The number of bytes written; nil where they did not fit, the only error that encoding has.
  private static func encode(
    _ body: (inout CBORWriter) throws(EncodeError) -> Void, into buffer: consuming MutableSpan<UInt8>
  ) -> Int? {
    var writer = CBORWriter(buffer)
    do { try body(&writer) } catch { return nil }
    return writer.count
  }
}

extension ComponentIdentifier {
  /// The encoded `[* bstr]`.
  public var encoded: [UInt8] {
    [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.array(segments.count)
      for segment in segments { try writer.byteString(segment.span) }
    })
  }

  /// Reads an encoded `[* bstr]`, the whole of `bytes`.
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    var reader = CBORReader(bytes, base: base)
    var segments: [[UInt8]] = []
    for _ in 0..<(try reader.array()) { segments.append([UInt8](copying: try reader.byteString())) }
    try reader.end()
    self.init(segments: segments)
  }
}
