extension [UInt8] {
  /// A copy of what the span shows.
  init(_ span: Span<UInt8>) {
    self = span.indices.map { span[$0] }
  }
}
