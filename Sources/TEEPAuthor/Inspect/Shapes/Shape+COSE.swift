/// RFC 9052, RFC 9053; encryption by draft-ietf-suit-firmware-encryption-24.
extension Shape {
  /// Without the slashes that some of the registered names have: a slash ends a comment.
  static let coseAlgorithmNames: [Int64: String] = [
    -7: "ES256", -8: "EdDSA", -9: "ESP256", -19: "Ed25519", -46: "HSS-LMS",
    -16: "SHA-256", -18: "SHAKE128", -43: "SHA-384", -44: "SHA-512", -45: "SHAKE256",
    -3: "A128KW", -5: "A256KW", -29: "ECDH-ES+A128KW", -65534: "A128CTR", -65532: "A256CTR",
    1: "A128GCM", 5: "HMAC-256", 24: "ChaCha20-Poly1305",
  ]

  static let coseAlgorithm = number(coseAlgorithmNames)

  static let coseKey = map(
    "COSE_Key",
    [
      1: Member("kty", number([1: "OKP", 2: "EC2", 4: "Symmetric"])), 2: Member("kid"),
      3: Member("alg", coseAlgorithm),
      -1: Member("crv", number([1: "P-256", 4: "X25519", 6: "Ed25519"])),
      -2: Member("x"), -3: Member("y"),
    ])

  static let coseHeaders = map(
    nil,
    [
      1: Member("alg", coseAlgorithm), 2: Member("crit"), 3: Member("content-type"), 4: Member("kid"),
      5: Member("IV"), 6: Member("partial-IV"), -1: Member("ephemeral-key", coseKey),
    ])

  private static let buckets = [
    Member("protected", wrapped(coseHeaders)), Member("unprotected", coseHeaders),
  ]

  private static let signature = array(nil, buckets + [Member("signature")])

  static func coseSign1(_ payload: Shape) -> Shape {
    array("COSE_Sign1", buckets + [Member("payload", payload), Member("signature")])
  }

  static func coseSign(_ payload: Shape) -> Shape {
    array("COSE_Sign", buckets + [Member("payload", payload), Member("signatures", list(signature))])
  }

  private static let recipient: Shape = array(
    nil, buckets + [Member("encrypted-key"), Member("recipients", list(deferred { recipient }))])

  private static let recipients = Member("recipients", list(recipient))

  static let coseEncrypt = array("COSE_Encrypt", buckets + [Member("ciphertext"), recipients])

  /// The meaning of each COSE tag around `payload` (RFC 9052, table 1), and of an item without one.
  static func cose(_ payload: Shape, untagged: Shape) -> Shape {
    tagged(
      [
        16: array("COSE_Encrypt0", buckets + [Member("ciphertext")]),
        17: array("COSE_Mac0", buckets + [Member("payload", payload), Member("tag")]),
        18: coseSign1(payload),
        96: coseEncrypt,
        97: array("COSE_Mac", buckets + [Member("payload", payload), Member("tag"), recipients]),
        98: coseSign(payload),
      ], untagged: untagged)
  }
}
