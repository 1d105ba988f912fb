/// The values of the claims that are known here; nil where a claim is not there. They were checked when the set was read.
extension EATClaims {
  /// `iat`, seconds since 1970.
  public var issuedAt: Int64? { integer(.issuedAt) }
  /// `exp`, seconds since 1970.
  public var expirationTime: Int64? { integer(.expirationTime) }
  /// `nbf`, seconds since 1970.
  public var notBefore: Int64? { integer(.notBefore) }

  /// `iss` in UTF-8.
  public var issuer: Span<UInt8>? { @_lifetime(copy self) get { string(.issuer) } }
  /// `sub` in UTF-8.
  public var subject: Span<UInt8>? { @_lifetime(copy self) get { string(.subject) } }
  /// `cti`.
  public var tokenIdentifier: Span<UInt8>? { @_lifetime(copy self) get { string(.tokenIdentifier) } }
  /// `eat_nonce`, of 8 to 64 bytes.
  public var nonce: Span<UInt8>? { @_lifetime(copy self) get { string(.nonce) } }
  /// `ueid`, of 7 to 33 bytes with its type; opaque to who receives it.
  public var ueid: Span<UInt8>? { @_lifetime(copy self) get { string(.ueid) } }
  /// `hwmodel`, of 1 to 32 bytes.
  public var hardwareModel: Span<UInt8>? { @_lifetime(copy self) get { string(.hardwareModel) } }
  /// `eat_profile`: a URI in UTF-8, or the bytes of an object identifier.
  public var profile: Span<UInt8>? { @_lifetime(copy self) get { string(.profile) } }
  /// `swname` in UTF-8.
  public var softwareName: Span<UInt8>? { @_lifetime(copy self) get { string(.softwareName) } }

  /// Whether ``profile`` is a URI.
  public var profileIsURI: Bool {
    guard let reader = reader(of: .profile), let type = try? reader.peek() else { return false }
    return type == .textString
  }

  /// Whether `name` is the one audience or among several (RFC 8392, section 3.1.3).
  @inline(never)
  public func isMeant(for name: Span<UInt8>) -> Bool {
    guard var reader = reader(of: .audience) else { return false }
    do throws(DecodeError) {
      let count = try reader.peek() == .array ? reader.array() : 1
      for _ in 0..<count where try reader.textString().equals(name) { return true }
    } catch {}
    return false
  }

  /// The identifier of the key that `cnf` names, which for TEEP is the thumbprint of the key that signs the messages.
  public var confirmationKeyIdentifier: Span<UInt8>? {
    @_lifetime(copy self) get {
      guard var reader = confirmation(Confirmation.keyIdentifier) else { return nil }
      return try? reader.byteString()
    }
  }

  /// The key that `cnf` holds.
  public var confirmationKey: COSEKey? {
    @_lifetime(copy self) get {
      guard var reader = confirmation(Confirmation.key) else { return nil }
      return try? COSEKey(&reader)
    }
  }

  /// `oemid`.
  public var oemIdentifier: OEMIdentifier? {
    @_lifetime(copy self) get {
      guard var reader = reader(of: .oemIdentifier) else { return nil }
      return try? OEMIdentifier(&reader)
    }
  }

  /// The version itself of `hwversion`, in UTF-8.
  public var hardwareVersion: Span<UInt8>? { @_lifetime(copy self) get { version(.hardwareVersion) } }
  /// The version itself of `swversion`, in UTF-8.
  public var softwareVersion: Span<UInt8>? { @_lifetime(copy self) get { version(.softwareVersion) } }

  /// `oemboot`.
  public var isOEMBoot: Bool? {
    guard var reader = reader(of: .oemBoot) else { return nil }
    return try? reader.boolean()
  }

  /// `dbgstat`.
  public var debugStatus: DebugStatus? {
    integer(.debugStatus).flatMap { DebugStatus(rawValue: UInt8(truncatingIfNeeded: $0)) }
  }

  /// `intuse`.
  public var intendedUse: IntendedUse? {
    integer(.intendedUse).flatMap { IntendedUse(rawValue: UInt8(truncatingIfNeeded: $0)) }
  }

  /// `manifests`, or what stands under `measurements` where there are none: the TEEP draft's example has them there.
  public var manifests: EATManifests? {
    @_lifetime(copy self) get {
      if contains(.manifests) { return list(.manifests) }
      return list(.measurements)
    }
  }

  /// `measurements`.
  public var measurements: EATManifests? { @_lifetime(copy self) get { list(.measurements) } }

  @_lifetime(copy self)
  private func list(_ claim: EATClaim) -> EATManifests? {
    guard let reader = reader(of: claim) else { return nil }
    return try? EATManifests(reader)
  }

  @inline(never)
  private func integer(_ claim: EATClaim) -> Int64? {
    guard var reader = reader(of: claim) else { return nil }
    return try? reader.integer()
  }

  /// The content of a byte or text string.
  @_lifetime(copy self)
  @inline(never)
  private func string(_ claim: EATClaim) -> Span<UInt8>? {
    guard var reader = reader(of: claim) else { return nil }
    return try? reader.peek() == .textString ? reader.textString() : reader.byteString()
  }

  @_lifetime(copy self)
  private func version(_ claim: EATClaim) -> Span<UInt8>? {
    guard var reader = reader(of: claim), (try? reader.array()) != nil else { return nil }
    return try? reader.textString()
  }

  /// A reader at the one member of `cnf` where it has this label.
  @_lifetime(copy self)
  private func confirmation(_ label: Int32) -> CBORReader? {
    guard var reader = reader(of: .confirmation), (try? reader.map()) != nil,
      (try? reader.headerLabel()) == label
    else { return nil }
    return reader
  }
}
