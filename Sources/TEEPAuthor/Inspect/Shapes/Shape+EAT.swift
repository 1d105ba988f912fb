/// RFC 9711, RFC 8392 and RFC 8747.
extension Shape {
  static let eat: Shape = map(
    "EAT",
    [
      1: Member("iss"), 2: Member("sub"), 3: Member("aud"), 4: Member("exp"), 5: Member("nbf"),
      6: Member("iat"), 7: Member("cti"),
      8: Member("cnf", map(nil, [1: Member("COSE_Key", coseKey), 3: Member("kid")])),
      10: Member("eat_nonce"), 256: Member("ueid"), 257: Member("sueids"), 258: Member("oemid"),
      259: Member("hwmodel"), 260: Member("hwversion"), 261: Member("uptime"), 262: Member("oemboot"),
      263: Member("dbgstat"), 264: Member("location"), 265: Member("eat_profile"),
      266: Member("submods", deferred { map(nil, [:], text: eat) }), 267: Member("bootcount"),
      268: Member("bootseed"), 269: Member("dloas"), 270: Member("swname"), 271: Member("swversion"),
      272: Member("manifests"), 273: Member("measurements"), 274: Member("measres"), 275: Member("intuse"),
    ])

  /// The claims that only an EAT has.
  static let eatClaims: ClosedRange<Int64> = 256...275
}
