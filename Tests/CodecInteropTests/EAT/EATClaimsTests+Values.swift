import TEEPCodec
import TEEPTestSupport

extension EATClaimsTests {
  /// Each claim by its label, in the notation of cbor2's side.
  static func describe(_ claims: borrowing EATClaims) throws -> [String: String] {
    var described: [String: String] = [:]
    func add(_ claim: EATClaim, _ value: String?) { described["\(claim.rawValue)"] = value }
    add(.issuer, hexadecimal(claims.issuer))
    add(.subject, hexadecimal(claims.subject))
    add(.expirationTime, claims.expirationTime.map { "\($0)" })
    add(.notBefore, claims.notBefore.map { "\($0)" })
    add(.issuedAt, claims.issuedAt.map { "\($0)" })
    add(.tokenIdentifier, hexadecimal(claims.tokenIdentifier))
    add(.confirmation, confirmation(of: claims))
    add(.nonce, hexadecimal(claims.nonce))
    add(.ueid, hexadecimal(claims.ueid))
    add(.oemIdentifier, oemIdentifier(of: claims))
    add(.hardwareModel, hexadecimal(claims.hardwareModel))
    add(.hardwareVersion, hexadecimal(claims.hardwareVersion))
    add(.oemBoot, claims.isOEMBoot.map { "\($0)" })
    add(.debugStatus, claims.debugStatus.map { "\($0.rawValue)" })
    add(.profile, hexadecimal(claims.profile))
    add(.softwareName, hexadecimal(claims.softwareName))
    add(.softwareVersion, hexadecimal(claims.softwareVersion))
    add(.manifests, try manifests(of: claims))
    add(.intendedUse, claims.intendedUse.map { "\($0.rawValue)" })
    return described
  }

  private static func hexadecimal(_ bytes: Span<UInt8>?) -> String? { [UInt8](present: bytes)?.hexadecimal }

  private static func confirmation(of claims: borrowing EATClaims) -> String? {
    if let identifier = hexadecimal(claims.confirmationKeyIdentifier) { return identifier }
    guard let key = claims.confirmationKey else { return nil }
    return ([UInt8](key.x) + [UInt8](key.y)).hexadecimal
  }

  private static func oemIdentifier(of claims: borrowing EATClaims) -> String? {
    guard let identifier = claims.oemIdentifier else { return nil }
    switch identifier {
    case .privateEnterpriseNumber(let number): return "\(number)"
    case .ieee(let bytes), .random(let bytes): return [UInt8](bytes).hexadecimal
    }
  }

  private static func manifests(of claims: borrowing EATClaims) throws -> String? {
    guard let manifests = claims.manifests else { return nil }
    var described: [String] = []
    for index in 0..<manifests.count {
      let manifest = try manifests.manifest(at: index)
      described.append("\(manifest.contentFormat):\([UInt8](manifest.body).hexadecimal)")
    }
    return described.joined(separator: ",")
  }

  /// Reads a claims set and writes each claim of it by what its value is.
  static func rewrite(_ encoded: Span<UInt8>, into output: consuming MutableSpan<UInt8>) throws -> Int {
    let claims = try EATClaims(decoding: encoded)
    var writer = EATClaimsWriter(output)
    for label in Array(Int32(1)...10) + Array(256...275) {
      let claim = EATClaim(rawValue: label)
      guard var reader = claims.reader(of: claim) else { continue }
      switch (claim, try reader.peek()) {
      case (.confirmation, _) where claims.confirmationKeyIdentifier != nil:
        if let identifier = claims.confirmationKeyIdentifier {
          try writer.confirmation(keyIdentifier: identifier)
        }
      case (.oemIdentifier, _):
        if let identifier = claims.oemIdentifier { try writer.oemIdentifier(identifier) }
      case (.manifests, _):
        if let manifests = claims.manifests { try write(manifests, into: &writer) }
      case (_, .unsigned), (_, .negative): try writer.integer(claim, try reader.integer())
      case (_, .byteString): try writer.byteString(claim, try reader.byteString())
      case (_, .textString): try writer.textString(claim, try reader.textString())
      case (_, .simple): try writer.boolean(claim, try reader.boolean())
      default: try writer.encoded(claim, reader.bytes)
      }
    }
    return try writer.finish()
  }

  private static func write(
    _ manifests: borrowing EATManifests, into writer: inout EATClaimsWriter
  ) throws(EncodeError) {
    try writer.manifests(count: manifests.count) { (list) throws(EncodeError) in
      for index in 0..<manifests.count {
        guard let manifest = try? manifests.manifest(at: index) else { throw .notEncodable }
        try list.eatManifest(contentFormat: manifest.contentFormat, body: manifest.body)
      }
    }
  }
}
