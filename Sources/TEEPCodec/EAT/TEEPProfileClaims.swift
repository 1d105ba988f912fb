/// Claims that the TEEP profile of EAT requires (draft-ietf-teep-protocol-26, "EAT profile").
public struct TEEPProfileClaims: OptionSet, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `cnf` with the identifier of a key.
  public static let confirmationKeyIdentifier = TEEPProfileClaims(rawValue: 1 << 0)
  /// `ueid`.
  public static let ueid = TEEPProfileClaims(rawValue: 1 << 1)
  /// `oemid`.
  public static let oemIdentifier = TEEPProfileClaims(rawValue: 1 << 2)
  /// `hwmodel`.
  public static let hardwareModel = TEEPProfileClaims(rawValue: 1 << 3)
  /// `hwversion`.
  public static let hardwareVersion = TEEPProfileClaims(rawValue: 1 << 4)
  /// `manifests`.
  public static let manifests = TEEPProfileClaims(rawValue: 1 << 5)
  /// `eat_nonce`, where freshness comes from a nonce.
  public static let nonce = TEEPProfileClaims(rawValue: 1 << 6)
  /// `iat`, where freshness comes from a time.
  public static let issuedAt = TEEPProfileClaims(rawValue: 1 << 7)

  /// What is always required.
  public static let always: TEEPProfileClaims = [
    .confirmationKeyIdentifier, .ueid, .oemIdentifier, .hardwareModel, .hardwareVersion, .manifests,
  ]
}

extension EATClaims {
  /// Which of the claims that the TEEP profile requires are not there.
  ///
  /// - Parameter freshness: ``TEEPProfileClaims/nonce`` or ``TEEPProfileClaims/issuedAt``, by the mechanism in use.
  public func missing(freshness: TEEPProfileClaims) -> TEEPProfileClaims {
    var there: TEEPProfileClaims = []
    if confirmationKeyIdentifier != nil { there.insert(.confirmationKeyIdentifier) }
    if contains(.ueid) { there.insert(.ueid) }
    if contains(.oemIdentifier) { there.insert(.oemIdentifier) }
    if contains(.hardwareModel) { there.insert(.hardwareModel) }
    if contains(.hardwareVersion) { there.insert(.hardwareVersion) }
    if manifests != nil { there.insert(.manifests) }
    if contains(.nonce) { there.insert(.nonce) }
    if contains(.issuedAt) { there.insert(.issuedAt) }
    return TEEPProfileClaims.always.union(freshness).subtracting(there)
  }
}

#if !hasFeature(Embedded)
  extension TEEPProfileClaims: CustomStringConvertible {
    /// The names of the claims.
    public var description: String {
      let names: [(TEEPProfileClaims, String)] = [
        (.confirmationKeyIdentifier, "cnf with kid"), (.ueid, "ueid"), (.oemIdentifier, "oemid"),
        (.hardwareModel, "hwmodel"), (.hardwareVersion, "hwversion"), (.manifests, "manifests"),
        (.nonce, "eat_nonce"), (.issuedAt, "iat"),
      ]
      return names.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
    }
  }
#endif
