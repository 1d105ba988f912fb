import TEEPCodec

/// Claims sets, bare or in a signed CWT.
enum EATTarget {
  static func run(_ input: Span<UInt8>) throws(DecodeError) {
    if let signed = try? COSESigned(decodingCWT: input), let payload = signed.payload {
      precondition(signed.payloadOffset + payload.count <= input.count)
      try? read(payload)
    }
    try read(input)
  }

  private static func read(_ input: Span<UInt8>) throws(DecodeError) {
    let claims = try EATClaims(decoding: input)
    readStrings(claims)
    _ = (claims.issuedAt, claims.expirationTime, claims.notBefore, claims.isOEMBoot)
    // What was checked when the set was read is there.
    precondition(claims.contains(.debugStatus) == (claims.debugStatus != nil))
    precondition(claims.contains(.intendedUse) == (claims.intendedUse != nil))
    precondition(!claims.contains(.hardwareModel) || claims.oemIdentifier != nil)
    if claims.contains(.confirmation), claims.confirmationKeyIdentifier == nil {
      guard let key = claims.confirmationKey else { preconditionFailure("no key") }
      var count = 0
      key.thumbprintInput.forEachPiece { count += $0.count }
      precondition(count > 0)
    }
    guard let manifests = claims.manifests else { return }
    for index in 0..<manifests.count {
      guard let manifest = try? manifests.manifest(at: index) else { preconditionFailure("no manifest") }
      precondition(manifest.bodyOffset + manifest.body.count <= input.count)
    }
  }

  private static func readStrings(_ claims: borrowing EATClaims) {
    _ = (claims.issuer?.count, claims.subject?.count, claims.tokenIdentifier?.count, claims.nonce?.count)
    _ = (claims.ueid?.count, claims.hardwareModel?.count, claims.profile?.count, claims.softwareName?.count)
    _ = (claims.hardwareVersion?.count, claims.softwareVersion?.count, claims.profileIsURI)
    _ = (claims.isMeant(for: claims.bytes), claims.missing(freshness: .nonce))
  }
}
