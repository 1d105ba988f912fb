import TEEPCodec

/// What a SUIT processor works on: the components of one manifest, by their index in it.
protocol SUITPlatform: ~Copyable {
  /// Whether the device is of this vendor (16 bytes).
  mutating func matches(vendorIdentifier: Span<UInt8>) -> Bool
  /// Whether the device is of this class (16 bytes).
  mutating func matches(classIdentifier: Span<UInt8>) -> Bool

  /// Puts `content` into the component.
  mutating func write(_ component: Int, content: Span<UInt8>) throws(SUITReportReason)

  /// Puts the payload at `uri` (UTF-8), which has `imageSize` bytes, into the component.
  mutating func fetch(_ component: Int, uri: Span<UInt8>, imageSize: Int) throws(SUITReportReason)

  /// The size of the component's image, and its SHA-256 digest in the first 32 bytes of `digest`; nil where the component
  /// has no image.
  mutating func image(of component: Int, digest: inout MutableSpan<UInt8>) -> Int?

  /// SHA-256 of any bytes, into the first 32 bytes of `digest`.
  static func sha256(of bytes: Span<UInt8>, into digest: inout MutableSpan<UInt8>)

  /// Releases the manifest's hold on the component.
  mutating func unlink(_ component: Int) throws(SUITReportReason)
}
