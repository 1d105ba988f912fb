import TEEPCodec
import TEEPTestSupport
import Testing

/// COSE_Mac0, COSE_Encrypt0 and COSE_Encrypt of this codec, whose tags and ciphertexts pyca/cryptography makes over what
/// the codec says that they cover.
@Suite(
  "Encrypted and authenticated structures of this codec",
  .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct WrittenSealedTests {
  static let peers: [Python] = [.pyca, .pycose]

  private func random(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  private func check(
    _ kind: String, _ encoded: [UInt8], secret: [UInt8], is payload: [UInt8], by peer: Python
  ) throws {
    let opened: [String] = try peer.ask("open", [kind, encoded.hexadecimal, secret.hexadecimal])
    #expect(opened == [payload.hexadecimal], "\(encoded.hexadecimal)")
  }

  @Test("COSE_Mac0 with HMAC is read there", arguments: peers)
  func mac0(peer: Python) throws {
    var generator = SeededGenerator()
    print("TEEP_SEED=\(generator.seed) for COSE_Mac0")
    for count in [1, 24, 300] {
      let (payload, key, kid) = (random(count, &generator), random(32, &generator), random(8, &generator))
      let protected = COSEProtectedBucket(.hmac256)
      let covered = [UInt8](MACStructure(mac0Protected: protected.bytes, payload: payload.span))
      let tag = try Peer.hmac(key, covered)
      let encoded = try [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.coseMac0(.hmac256, keyIdentifier: kid.span, payload: payload.span, tag: tag.span)
      })
      try check("mac0", encoded, secret: key, is: payload, by: peer)
    }
  }

  @Test("COSE_Encrypt0 with AES-GCM and AES-CTR is read there", arguments: peers)
  func encrypt0(peer: Python) throws {
    var generator = SeededGenerator()
    print("TEEP_SEED=\(generator.seed) for COSE_Encrypt0")
    // pycose has no AES-CTR.
    for algorithm in peer === Python.pyca ? [COSEAlgorithm.a128GCM, .a128CTR] : [.a128GCM] {
      let (payload, key) = (random(100, &generator), random(16, &generator))
      let iv = random(algorithm.initializationVectorCount ?? 0, &generator)
      let protected = COSEProtectedBucket(algorithm)
      let structure = [UInt8](EncryptionStructure(encrypt0Protected: protected.bytes))
      let ciphertext = try Peer.encrypt(
        algorithm, key: key, initializationVector: iv, payload, structure: structure)
      let encoded = try [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.coseEncrypt0(
          algorithm, keyIdentifier: nil, initializationVector: iv.span, ciphertext: ciphertext.span)
      })
      try check("encrypt0", encoded, secret: key, is: payload, by: peer)
    }
  }

  @Test("COSE_Encrypt to holders of a key encryption key and by ECDH-ES is read there", arguments: peers)
  func encrypt(peer: Python) throws {
    var generator = SeededGenerator()
    print("TEEP_SEED=\(generator.seed) for COSE_Encrypt")
    for isAgreed in [false, true] {
      let (payload, key, iv) = (random(100, &generator), random(16, &generator), random(12, &generator))
      let protected = COSEProtectedBucket(.a128GCM)
      let structure = [UInt8](EncryptionStructure(encryptProtected: protected.bytes))
      let ciphertext = try Peer.encrypt(
        .a128GCM, key: key, initializationVector: iv, payload, structure: structure)
      let (kek, secret, ephemeral) = try isAgreed ? agreedKey() : wrappingKey(&generator)
      let wrapped = try Peer.wrap(kek, key)
      let encoded = try [UInt8](encoding: { (writer) throws(EncodeError) in
        try writer.coseEncrypt(
          .a128GCM, initializationVector: iv.span, ciphertext: ciphertext.span, count: 1
        ) { (recipients) throws(EncodeError) in
          if isAgreed {
            let (x, y) = (Array(ephemeral[..<32]), Array(ephemeral[32...]))
            try recipients.coseRecipient(
              ephemeralKey: KeyThumbprintInput(p256X: x.span, y: y.span), keyIdentifier: nil,
              wrappedKey: wrapped.span)
          } else {
            try recipients.coseRecipient(.a128KW, keyIdentifier: nil, wrappedKey: wrapped.span)
          }
        }
      })
      try check("encrypt", encoded, secret: secret, is: payload, by: peer)
    }
  }

  private typealias Keys = (kek: [UInt8], secret: [UInt8], ephemeral: [UInt8])

  private func wrappingKey(_ generator: inout SeededGenerator) -> Keys {
    let kek = random(16, &generator)
    return (kek, kek, [])
  }

  /// K1 takes the part of the ephemeral key, K2 is the receiver's.
  private func agreedKey() throws -> Keys {
    let receiver = try VerificationKey(vector: "K2").publicKey
    let ephemeral = try VerificationKey(vector: "K1").publicKey
    let own = [UInt8](hexadecimal: try Vectors.key("K1")["d"] ?? "")
    let secret = [UInt8](hexadecimal: try Vectors.key("K2")["d"] ?? "")
    let protected = COSEProtectedBucket(.ecdhESA128KW)
    let context = [UInt8](
      KeyDerivationContext(a128KWProtected: protected.bytes, purpose: .suitPayloadEncryption))
    let kek = try Peer.agree(privateKey: own, publicKey: receiver, context: context)
    return (kek, secret, ephemeral)
  }
}
