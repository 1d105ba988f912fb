/// A report as it travels: bare, or in COSE protection of its own (draft-ietf-suit-report-18, section 6).
public struct SUITReportContainer: ~Escapable {
  /// What protects the report; raw values are the COSE tags.
  public enum Protection: UInt64, Sendable {
    case none = 0
    case encrypt0 = 16
    case mac0 = 17
    case sign1 = 18
    case encrypt = 96
    /// An untagged COSE_Sign1 or COSE_Mac0: their forms are the same, so the key decides.
    case sign1OrMac0 = 1
  }

  /// How the report is protected.
  public let protection: Protection
  /// The whole: a COSE message, or the report itself where nothing protects it.
  public let bytes: Span<UInt8>
  private let base: Int
  private var payloadRange = ByteRange.absent

  /// Reads the whole of `bytes` as far as it takes to know what it is.
  @_lifetime(copy bytes)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    var reader = CBORReader(bytes, base: base)
    var protection = Protection.sign1OrMac0
    switch try reader.peek() {
    case .map:
      payloadRange = try reader.skip()
      protection = .none
    case .tag:
      let number = try reader.argument(of: .tag)
      guard number > 1, let tagged = Protection(rawValue: number) else {
        throw DecodeError(.unsupported, at: base)
      }
      protection = tagged
    default: break
    }
    if protection != .none {
      // COSE_Encrypt0 ends with the ciphertext; behind it come recipients, behind a payload a signature or tag.
      try reader.array(of: protection == .encrypt0 ? 3 : 4)
      _ = try reader.byteStringRange()
      try reader.skip(.map)
      payloadRange = try reader.byteStringRange()
      if protection == .encrypt0 || protection == .encrypt { payloadRange = .absent }
      if protection != .encrypt0 { try reader.skip(protection == .encrypt ? .array : .byteString) }
    }
    self.protection = protection
    try reader.end()
  }

  /// The report; nil where it is encrypted. What protects it is to be checked first.
  @_lifetime(copy self)
  public func report() throws(DecodeError) -> SUITReport? {
    guard let content = bytes.bytes(of: payloadRange) else { return nil }
    return try SUITReport(decoding: content, base: base &+ payloadRange.start)
  }
}
