/// The claims of a CWT or EAT (RFC 8392, section 3; RFC 9711, section 4), as a view of their encoding: evidence or an
/// attestation result.
///
/// Each claim that is known here has its type and its limits; others are passed over, and found by ``reader(of:)``.
public struct EATClaims: ~Escapable {
  /// Claims beyond which a set is refused.
  public static let maximumClaims = 32

  /// The encoded claims set that this is a view of.
  public let bytes: Span<UInt8>
  let base: Int
  private let first: Int
  private let count: Int

  /// Reads the whole of `bytes`; `base` is their offset in the outermost message. Refused are a claim that is there twice,
  /// a value of another type or length, `hwmodel` without `oemid`, and `hwversion` without `hwmodel`.
  @_lifetime(copy bytes)
  @inline(never)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    var reader = CBORReader(bytes, base: base)
    count = try reader.map(upTo: Self.maximumClaims)
    first = reader.offset
    for index in 0..<count {
      let keyOffset = reader.offset
      let claim = EATClaim(rawValue: try reader.headerLabel())
      try reader.checkKey(reader.range(since: keyOffset), isNotAmongFirst: index, of: first)
      try reader.check(claim)
    }
    try reader.end()
    // RFC 9711, sections 4.2.4 and 4.2.5.
    try check(.hardwareModel, needs: .oemIdentifier)
    try check(.hardwareVersion, needs: .hardwareModel)
  }

  private func check(_ claim: EATClaim, needs other: EATClaim) throws(DecodeError) {
    guard contains(claim), !contains(other) else { return }
    throw DecodeError(.missingMember, at: base &+ range(of: claim).start)
  }

  /// Where the value of a claim lies in ``bytes``; absent where there is none.
  @inline(never)
  func range(of claim: EATClaim) -> ByteRange {
    var reader = CBORReader(bytes)
    reader.advance(first)
    for _ in 0..<count {
      // All of it could be read when this was made.
      guard let label = try? reader.headerLabel(), let value = try? reader.skip() else { break }
      if label == claim.rawValue { return value }
    }
    return .absent
  }

  /// Whether a claim is there.
  public func contains(_ claim: EATClaim) -> Bool { range(of: claim).isPresent }

  /// A reader at the value of a claim, for claims whose meaning the caller knows; nil where there is none.
  @_lifetime(copy self)
  public func reader(of claim: EATClaim) -> CBORReader? {
    let range = range(of: claim)
    guard range.isPresent else { return nil }
    return CBORReader(bytes, base: base).nested(range)
  }
}

extension CBORReader {
  /// Reads the value of `claim`, which must be of its type and within its limits.
  @_lifetime(self: copy self)
  fileprivate mutating func check(_ claim: EATClaim) throws(DecodeError) {
    switch claim {
    case .issuer, .subject, .softwareName: _ = try textStringRange()
    case .audience: try checkAudience()
    case .expirationTime, .notBefore, .issuedAt: _ = try integer()
    case .tokenIdentifier: _ = try byteStringRange()
    case .confirmation: try checkConfirmation()
    case .nonce: _ = try byteStringRange(EATLimits.nonce)
    case .ueid: _ = try byteStringRange(EATLimits.ueid)
    case .oemIdentifier: _ = try OEMIdentifier(&self)
    case .hardwareModel: _ = try byteStringRange(EATLimits.hardwareModel)
    case .hardwareVersion, .softwareVersion: try checkVersion()
    case .oemBoot: _ = try boolean()
    case .debugStatus: _ = try unsigned(upTo: UInt64(DebugStatus.disabledFullyAndPermanently.rawValue))
    case .profile: try checkProfile()
    case .submodules: try checkSubmodules()
    case .manifests, .measurements: try checkManifests()
    case .measurementResults: try skip(.array)
    case .intendedUse: try checkIntendedUse()
    default: try skip()
    }
  }

  /// One name or several (RFC 8392, section 3.1.3).
  @_lifetime(self: copy self)
  private mutating func checkAudience() throws(DecodeError) {
    guard try peek() == .array else {
      _ = try textStringRange()
      return
    }
    for _ in 0..<(try array(1...EATLimits.list)) { _ = try textStringRange() }
  }

  /// A key or its identifier (RFC 8747, section 3.1); an encrypted key is not supported.
  @_lifetime(self: copy self)
  private mutating func checkConfirmation() throws(DecodeError) {
    let start = offset
    guard try map() == 1 else { throw DecodeError(.wrongCount, at: base &+ start) }
    let keyOffset = offset
    switch try headerLabel() {
    case Confirmation.key: _ = try COSEKey(&self)
    case Confirmation.keyIdentifier: _ = try byteStringRange()
    default: throw DecodeError(.unsupported, at: base &+ keyOffset)
    }
  }

  /// `[version, ? scheme]` (RFC 9711, section 4.2.5).
  @_lifetime(self: copy self)
  private mutating func checkVersion() throws(DecodeError) {
    let count = try array(1...2)
    _ = try textStringRange()
    guard count == 2 else { return }
    if try peek() == .textString { _ = try textStringRange() } else { _ = try integer() }
  }

  /// A URI or an object identifier (RFC 9711, section 4.3.2).
  @_lifetime(self: copy self)
  private mutating func checkProfile() throws(DecodeError) {
    if try peek() == .byteString { _ = try byteStringRange() } else { _ = try textStringRange() }
  }

  /// Claims sets, nested tokens and digests of detached ones by their names (RFC 9711, section 4.2.18).
  @_lifetime(self: copy self)
  private mutating func checkSubmodules() throws(DecodeError) {
    let count = try map(upTo: EATLimits.list)
    let first = offset
    for index in 0..<count {
      let keyOffset = offset
      _ = try textStringRange()
      try checkKey(range(since: keyOffset), isNotAmongFirst: index, of: first)
      switch try peek() {
      case .map, .byteString, .array: try skip()
      default: throw error(.unexpectedType)
      }
    }
  }

  /// `[+ [content format, body]]` (RFC 9711, sections 4.2.15 and 4.2.16); a body that is not wrapped in a byte string is
  /// taken too, as in the example of the TEEP draft.
  @_lifetime(self: copy self)
  private mutating func checkManifests() throws(DecodeError) {
    for _ in 0..<(try array(1...EATLimits.list)) {
      try array(of: 2)
      _ = try unsigned(upTo: UInt64(UInt16.max))
      try skip()
    }
  }

  /// RFC 9711, section 4.3.3.
  @_lifetime(self: copy self)
  private mutating func checkIntendedUse() throws(DecodeError) {
    let start = offset
    guard try unsigned(upTo: UInt64(IntendedUse.proofOfPossession.rawValue)) > 0 else {
      throw DecodeError(.outOfRange, at: base &+ start)
    }
  }
}
