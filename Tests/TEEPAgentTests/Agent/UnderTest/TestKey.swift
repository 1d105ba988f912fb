import AgentCryptoBearSSL
import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport

/// One of the published test keys.
struct TestKey: TestSigner {
  let algorithm: COSEAlgorithm
  let privateKey: [UInt8]
  let publicKey: [UInt8]
  let identifier: [UInt8]

  /// The key of that name in `keys.json`.
  init(published name: String) throws {
    let key = try Vectors.key(name)
    algorithm = key["kty"] == "EC2" ? .esp256 : .ed25519
    privateKey = [UInt8](hexadecimal: key["d"] ?? "")
    publicKey = [UInt8](hexadecimal: (key["x"] ?? "") + (key["y"] ?? ""))
    identifier = [UInt8](hexadecimal: key["thumbprint"] ?? "")
  }

  /// The key of that name, or the one that has its part where Ed25519 is tested: K3 (TAM) and K7 (agent) have theirs in the
  /// signed examples; those of K1 (signer) and K2 (somebody else) are of RFC 8032, section 7.1, TEST 3 and TEST 1024.
  init(_ name: String) throws {
    switch (TestCipherSuite.current, name) {
    case (.esp256, _): try self.init(published: name)
    case (.ed25519, "K3"): try self.init(published: "R1")
    case (.ed25519, "K7"): try self.init(published: "R2")
    case (.ed25519, "K1"):
      self.init(
        ed25519: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    default:
      self.init(
        ed25519: "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
        publicKey: "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e")
    }
  }

  /// A key of Ed25519 with its thumbprint (RFC 9679): the digest of {1: 1, -1: 6, -2: public key}.
  private init(ed25519 privateKey: String, publicKey: String) {
    algorithm = .ed25519
    self.privateKey = [UInt8](hexadecimal: privateKey)
    self.publicKey = [UInt8](hexadecimal: publicKey)
    identifier = [UInt8](hexadecimal: "a3 01 01 20 06 21 5820" + publicKey).sha256
  }

  /// The public key of an authority, x ‖ y on P-256.
  init(authority publicKey: [UInt8]) {
    (algorithm, privateKey, self.publicKey) = (.esp256, [], publicKey)
    var input: [UInt8] = []
    KeyThumbprintInput(p256X: publicKey.span.extracting(first: 32), y: publicKey.span.extracting(last: 32))
      .forEachPiece { piece in input += [UInt8](copying: piece) }
    identifier = input.sha256
  }

  /// A COSE_Sign1 of the key around `payload`.
  func sign(_ payload: [UInt8]) throws -> [UInt8] { try coseSign1(payload) }

  /// The signature of a structure.
  func signature(of structure: borrowing SignatureStructure) throws -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: 64)
    var span = signature.mutableSpan
    guard BearSSLCrypto().sign(algorithm, privateKey: privateKey.span, structure: structure, into: &span)
    else { throw CannotSign() }
    return signature
  }

  /// The payload of a COSE_Sign1, if the key made it.
  func open(_ message: [UInt8]) throws -> [UInt8]? {
    let signed = try COSESigned(decoding: message.span)
    let signature = try signed.signature(at: 0)
    guard signed.isSign1, let payload = signed.payload, let kid = signed.keyIdentifier(of: signature),
      kid.equals(identifier.span),
      BearSSLCrypto().verify(
        algorithm, publicKey: publicKey.span, structure: signed.structure(for: signature),
        signature: signed.value(of: signature)
      ).isGenuine
    else { return nil }
    return Array(copying: payload)
  }

  /// The port refused the key.
  struct CannotSign: Error {}
}

extension Array<UInt8> {
  /// The bytes of a span.
  init(copying span: Span<UInt8>) {
    self = span.indices.map { span[$0] }
  }

  /// The bytes of a span, none where there is none.
  init(present span: Span<UInt8>?) {
    guard let span else {
      self = []
      return
    }
    self.init(copying: span)
  }
}
