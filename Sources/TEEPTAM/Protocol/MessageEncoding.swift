import TEEPCodec

extension Array<UInt8> {
  /// A TEEP message of `type`, which `body` and then `finish` write, in a buffer that grows as needed.
  /// Both may run several times.
  init(
    message type: TEEPMessageType, in dialect: Dialect,
    body: (inout TEEPMessageWriter) throws(EncodeError) -> Void,
    finish: (consuming TEEPMessageWriter) throws(EncodeError) -> Int
  ) {
    self.init()
    var capacity = 512
    var count: Int?
    while count == nil {
      self = Array(repeating: 0, count: capacity)
      count = Self.write(type, dialect.numbers, body: body, finish: finish, into: mutableSpan)
      capacity *= 4
    }
    removeSubrange((count ?? 0)...)
  }

  /// The number of bytes written; nil where they did not fit, the only error that encoding has.
  private static func write(
    _ type: TEEPMessageType, _ numbers: TEEPNumbers,
    body: (inout TEEPMessageWriter) throws(EncodeError) -> Void,
    finish: (consuming TEEPMessageWriter) throws(EncodeError) -> Int,
    into buffer: consuming MutableSpan<UInt8>
  ) -> Int? {
    do throws(EncodeError) {
      var writer = try TEEPMessageWriter(type, numbers: numbers, into: buffer)
      try body(&writer)
      return try finish(writer)
    } catch { return nil }
  }
}
