import TEEPHost

extension Array<UInt8> {
  /// The bytes of a span, if there is one.
  init?(copying span: Span<UInt8>?) {
    guard let span else { return nil }
    self.init(copying: span)
  }
}

extension String {
  /// The text of a span of UTF-8.
  init(copying span: Span<UInt8>) {
    self.init(decoding: [UInt8](copying: span), as: UTF8.self)
  }

  /// The text of a span of UTF-8, if there is one.
  init?(copying span: Span<UInt8>?) {
    guard let span else { return nil }
    self.init(copying: span)
  }
}
