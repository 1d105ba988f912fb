/// The name of a claim: a label of IANA "CBOR Web Token (CWT) Claims".
///
/// The values are computed, so that a program holds only those that it uses.
public struct EATClaim: RawRepresentable, Equatable, Sendable, BitwiseCopyable {
  public let rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// CWT (RFC 8392, section 3.1; RFC 8747, section 3.1).
extension EATClaim {
  public static var issuer: EATClaim { EATClaim(rawValue: 1) }
  public static var subject: EATClaim { EATClaim(rawValue: 2) }
  public static var audience: EATClaim { EATClaim(rawValue: 3) }
  public static var expirationTime: EATClaim { EATClaim(rawValue: 4) }
  public static var notBefore: EATClaim { EATClaim(rawValue: 5) }
  public static var issuedAt: EATClaim { EATClaim(rawValue: 6) }
  public static var tokenIdentifier: EATClaim { EATClaim(rawValue: 7) }
  public static var confirmation: EATClaim { EATClaim(rawValue: 8) }
}

/// EAT (RFC 9711, section 4).
extension EATClaim {
  public static var nonce: EATClaim { EATClaim(rawValue: 10) }
  public static var ueid: EATClaim { EATClaim(rawValue: 256) }
  public static var oemIdentifier: EATClaim { EATClaim(rawValue: 258) }
  public static var hardwareModel: EATClaim { EATClaim(rawValue: 259) }
  public static var hardwareVersion: EATClaim { EATClaim(rawValue: 260) }
  public static var oemBoot: EATClaim { EATClaim(rawValue: 262) }
  public static var debugStatus: EATClaim { EATClaim(rawValue: 263) }
  public static var profile: EATClaim { EATClaim(rawValue: 265) }
  public static var submodules: EATClaim { EATClaim(rawValue: 266) }
  public static var softwareName: EATClaim { EATClaim(rawValue: 270) }
  public static var softwareVersion: EATClaim { EATClaim(rawValue: 271) }
  public static var manifests: EATClaim { EATClaim(rawValue: 272) }
  public static var measurements: EATClaim { EATClaim(rawValue: 273) }
  public static var measurementResults: EATClaim { EATClaim(rawValue: 274) }
  public static var intendedUse: EATClaim { EATClaim(rawValue: 275) }
}

/// Attestation results (draft-ietf-rats-ear).
extension EATClaim {
  public static var status: EATClaim { EATClaim(rawValue: 1000) }
}

/// How long values may be (RFC 9711, section 4), in bytes.
public enum EATLimits {
  /// `eat_nonce`.
  public static let nonce = 8...64
  /// `ueid`, its type included.
  public static let ueid = 7...33
  /// `hwmodel`.
  public static let hardwareModel = 1...32
  /// `oemid` of the IEEE, and a random one.
  public static let ieeeIdentifier = 3
  public static let randomIdentifier = 16
  /// Manifests, measurements and submodules in one claims set.
  public static let list = 16
}
