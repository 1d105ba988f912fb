/// Lengths that draft-ietf-teep-protocol-26, appendix C, and RFC 9711 set.
public enum TEEPLimits {
  public static let token = 8...64
  public static let challenge = 8...512
  public static let message = 1...128
  public static let errorLanguage = 1...35
}

extension TEEPMessageType {
  /// Whether the message has a meaning for this option; others are unknown options to it (section 4).
  func allows(_ label: TEEPLabel) -> Bool {
    let labels: UInt32 =
      switch self {
      case .queryRequest:
        Self.mask(
          .token, .supportedFreshnessMechanisms, .challenge, .versions, .attestationPayloadFormat,
          .attestationPayload, .suitReports)
      case .queryResponse:
        Self.mask(
          .token, .selectedVersion, .attestationPayloadFormat, .attestationPayload, .suitReports, .tcList,
          .requestedTCList) | Self.mask(.unneededManifestList, .extList)
      case .update:
        Self.mask(
          .token, .unneededManifestList, .manifestList, .attestationPayloadFormat, .attestationPayload,
          .errCode, .errMsg) | Self.mask(.errLang)
      case .success: Self.mask(.token, .msg, .suitReports)
      case .error:
        Self.mask(
          .token, .errMsg, .errLang, .supportedCipherSuites, .supportedFreshnessMechanisms,
          .supportedSUITCOSEProfiles, .challenge) | Self.mask(.versions, .suitReports)
      }
    return labels & (1 &<< UInt32(label.rawValue)) != 0
  }

  /// The set of up to seven labels; repeated ones count once.
  @inline(__always)
  private static func mask(
    _ first: TEEPLabel, _ second: TEEPLabel? = nil, _ third: TEEPLabel? = nil, _ fourth: TEEPLabel? = nil,
    _ fifth: TEEPLabel? = nil, _ sixth: TEEPLabel? = nil, _ seventh: TEEPLabel? = nil
  ) -> UInt32 {
    bit(first) | bit(second) | bit(third) | bit(fourth) | bit(fifth) | bit(sixth) | bit(seventh)
  }

  @inline(__always)
  private static func bit(_ label: TEEPLabel?) -> UInt32 { label.map { 1 &<< UInt32($0.rawValue) } ?? 0 }
}

extension CBORReader {
  /// Reads and checks the value of a member down to the items of its lists; gives where it lies.
  ///
  /// Lists have at least one item, except for those that must be there though nothing may be in them
  /// (tc-list and ext-list, section 4.3).
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func teepMember(_ label: TEEPLabel) throws(DecodeError) -> ByteRange {
    guard Self.hasShortPaths else { return try readTEEPMember(label) }
    let range = try teepMemberRange(label)
    move(to: range.end)
    return range
  }

  /// Where the value of a member lies, which is checked.
  @inline(never)
  private func teepMemberRange(_ label: TEEPLabel) throws(DecodeError) -> ByteRange {
    var reader = self
    return try reader.readTEEPMember(label)
  }

  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func readTEEPMember(_ label: TEEPLabel) throws(DecodeError) -> ByteRange {
    let start = offset
    switch label {
    case .token: _ = try byteStringRange(TEEPLimits.token)
    case .challenge: _ = try byteStringRange(TEEPLimits.challenge)
    case .attestationPayload: _ = try byteStringRange()
    case .msg, .errMsg: _ = try textStringRange(TEEPLimits.message)
    case .errLang: _ = try textStringRange(TEEPLimits.errorLanguage)
    case .attestationPayloadFormat: _ = try textStringRange()
    case .selectedVersion: _ = try unsigned(upTo: UInt64(UInt32.max))
    case .errCode, .tcManifestSequenceNumber: _ = try unsigned()
    case .haveBinary: _ = try boolean()
    case .componentID: try componentIdentifier()
    default:
      let minimum = label == .tcList || label == .extList ? 0 : 1
      let count = try array(minimum...Int.max)
      if Self.hasShortPaths {
        move(to: try endOfListItems(count, of: label))
      } else {
        for _ in 0..<count { try listItem(of: label) }
      }
    }
    return range(since: start)
  }

  /// Where the next `count` items of a list end, which are checked.
  @inline(never)
  private func endOfListItems(_ count: Int, of label: TEEPLabel) throws(DecodeError) -> Int {
    var reader = self
    for _ in 0..<count { try reader.listItem(of: label) }
    return reader.offset
  }

  @_lifetime(self: copy self)
  #if !hasFeature(Embedded)
    @inline(__always)
  #endif
  private mutating func listItem(of label: TEEPLabel) throws(DecodeError) {
    switch label {
    case .versions, .extList: _ = try unsigned(upTo: UInt64(UInt32.max))
    case .supportedFreshnessMechanisms: _ = try unsigned()
    case .manifestList, .suitReports: _ = try byteStringRange()
    case .unneededManifestList: try componentIdentifier()
    case .tcList, .requestedTCList: try skip(.map)
    case .supportedCipherSuites: try cipherSuite()
    default: try skip(.array)
    }
  }

  /// Passes over a SUIT_Component_Identifier: an array of byte strings.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  public mutating func componentIdentifier() throws(DecodeError) {
    guard Self.hasShortPaths else { return try readComponentIdentifier() }
    move(to: try endOfComponentIdentifier())
  }

  /// Where a SUIT_Component_Identifier ends.
  @inline(never)
  private func endOfComponentIdentifier() throws(DecodeError) -> Int {
    var reader = self
    try reader.readComponentIdentifier()
    return reader.offset
  }

  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func readComponentIdentifier() throws(DecodeError) {
    for _ in 0..<(try array()) { _ = try byteStringRange() }
  }

  /// Passes over a SUIT_Component_Identifier; gives where it lies.
  @_lifetime(self: copy self)
  #if hasFeature(Embedded)
    @inline(never)
  #else
    @inline(__always)
  #endif
  mutating func componentIdentifierRange() throws(DecodeError) -> ByteRange {
    let start = offset
    try componentIdentifier()
    return range(since: start)
  }

  /// Passes over a cipher suite: an array of operations, each a COSE tag and an algorithm (section 7.1).
  @_lifetime(self: copy self)
  #if !hasFeature(Embedded)
    @inline(__always)
  #endif
  private mutating func cipherSuite() throws(DecodeError) {
    for _ in 0..<(try array(1...Int.max)) {
      try array(of: 2)
      _ = try unsigned()
      _ = try integer()
    }
  }
}
