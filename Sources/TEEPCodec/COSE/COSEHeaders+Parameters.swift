/// Parameters that only some layers have, found when they are asked for.
extension COSEHeaders {
  /// Labels of IANA "COSE Header Parameters" and "COSE Header Algorithm Parameters".
  enum Parameter {
    /// RFC 9052, section 3.1.
    static let initializationVector: Int32 = 5
    /// RFC 9360, section 2.
    static let x5chain: Int32 = 33
    /// RFC 9053, section 6.3.1.
    static let ephemeralKey: Int32 = -1
    /// RFC 9053, sections 5.1 and 5.2: the salt and what names the parties of a key derivation.
    static let saltAndParties: ClosedRange<Int32> = -26 ... -20
  }

  /// Where the value of the first parameter whose label is among `labels` lies in `bytes`, the bytes of the message;
  /// absent where there is none.
  @inline(never)
  func range(of labels: ClosedRange<Int32>, in bytes: Span<UInt8>) throws(DecodeError) -> ByteRange {
    if protectedContent.count > 0 {
      let range = try Self.range(of: labels, in: bytes, bucketStart: protectedContent.start)
      if range.isPresent { return range }
    }
    return try Self.range(of: labels, in: bytes, bucketStart: protectedContent.end)
  }

  /// As ``range(of:in:)-(ClosedRange<Int32>,_)``, for one label.
  func range(of label: Int32, in bytes: Span<UInt8>) throws(DecodeError) -> ByteRange {
    try range(of: label...label, in: bytes)
  }

  @inline(never)
  private static func range(
    of labels: ClosedRange<Int32>, in bytes: Span<UInt8>, bucketStart: Int
  ) throws(DecodeError) -> ByteRange {
    var reader = CBORReader(bytes)
    reader.advance(bucketStart)
    for _ in 0..<(try reader.map()) {
      let label = try reader.headerLabel()
      let value = try reader.skip()
      if labels.contains(label) { return value }
    }
    return .absent
  }
}
