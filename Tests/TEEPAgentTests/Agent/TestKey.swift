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
  init(_ name: String) throws {
    let key = try Vectors.key(name)
    algorithm = key["kty"] == "EC2" ? .esp256 : .ed25519
    privateKey = [UInt8](hexadecimal: key["d"] ?? "")
    publicKey = [UInt8](hexadecimal: (key["x"] ?? "") + (key["y"] ?? ""))
    identifier = [UInt8](hexadecimal: key["thumbprint"] ?? "")
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
        signature: signed.value(of: signature))
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
