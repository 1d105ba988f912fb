import TEEPCodec
import TEEPTestSupport

/// A public key whose signatures pyca/cryptography checks, over what this codec says that they cover.
struct VerificationKey {
  /// X and Y of P-256, X of Ed25519.
  let publicKey: [UInt8]
  let thumbprint: [UInt8]

  /// A key of the examples.
  init(vector name: String) throws {
    let parts = try Vectors.key(name)
    publicKey = [UInt8](hexadecimal: (parts["x"] ?? "") + (parts["y"] ?? ""))
    thumbprint = [UInt8](hexadecimal: parts["thumbprint"] ?? "")
  }

  init(publicKey: [UInt8], thumbprint: [UInt8]) {
    self.publicKey = publicKey
    self.thumbprint = thumbprint
  }

  var algorithm: COSEAlgorithm { publicKey.count == 64 ? .esp256 : .ed25519 }

  func isValidSignature(
    _ signature: Span<UInt8>, of structure: SignatureStructure, externalAAD: [UInt8] = []
  ) throws -> Bool {
    let covered = [UInt8](structure, externalAAD: externalAAD)
    return try Python.pyca.answer("verify", [publicKey, [UInt8](signature), covered])
  }
}
