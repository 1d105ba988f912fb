import TEEPCodec

/// The byte strings that a decoder came to, one behind the other, so that two decoders can be compared.
public struct Findings: ~Copyable, ~Escapable {
  private var output: MutableSpan<UInt8>
  /// Bytes found.
  public private(set) var count = 0

  @_lifetime(copy output)
  public init(_ output: consuming MutableSpan<UInt8>) {
    self.output = output
  }

  /// Adds what was found; more than fits is an error.
  @_lifetime(self: copy self)
  mutating func append(_ bytes: Span<UInt8>) throws(DecodeError) {
    guard bytes.count <= output.count &- count else { throw DecodeError(.tooMany, at: 0) }
    output.copy(bytes, to: count)
    count &+= bytes.count
  }
}
