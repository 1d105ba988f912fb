import TEEPCodec
import TEEPTestSupport
import Testing

/// COSE_Sign1 of this codec, whose signatures pyca/cryptography makes over what the codec says that they cover.
@Suite("COSE_Sign1 of this codec") struct WrittenSign1Tests {
  private func write(
    _ algorithm: COSEAlgorithm, payload: [UInt8], privateKey: [UInt8]
  ) throws -> (encoded: [UInt8], key: VerificationKey) {
    let frame = COSESign1Frame(algorithm)
    let isP256 = algorithm == .esp256 || algorithm == .es256
    let covered = [UInt8](SignatureStructure(sign1Protected: frame.protected, payload: payload.span))
    let signed: [String: String] = try Python.pyca.answer("sign", [[isP256 ? 1 : 0], privateKey, covered])
    func bytes(_ name: String) -> [UInt8] { [UInt8](hexadecimal: signed[name] ?? "") }
    let key = VerificationKey(publicKey: bytes("public"), thumbprint: bytes("kid"))

    let offset = COSESign1Frame.payloadOffset
    var buffer = [UInt8](repeating: 0, count: offset + payload.count + COSESign1Frame.trailerCount)
    buffer.replaceSubrange(offset..<offset + payload.count, with: payload)
    var output = buffer.mutableSpan
    let (start, signature) = try frame.wrap(
      payloadCount: payload.count, keyIdentifier: key.thumbprint.span, in: &output)
    buffer.replaceSubrange(signature..<signature + 64, with: bytes("signature"))
    return (Array(buffer[start...]), key)
  }

  @Test(
    "is read and verified by pyca/cryptography, and, with the algorithms that it knows, by pycose",
    arguments: [COSEAlgorithm.esp256, .ed25519, .es256, .eddsa].map(\.rawValue))
  func opened(algorithm: Int32) throws {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for COSE_Sign1 with \(algorithm)")
    for count in [0, 1, 23, 24, 255, 256, 1500, 65535, 65536] {
      let payload = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let privateKey = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let (encoded, key) = try write(
        COSEAlgorithm(rawValue: algorithm), payload: payload, privateKey: privateKey)
      let expected = [
        "tag": "18", "algorithm": "\(algorithm)", "kid": key.thumbprint.hexadecimal,
        "payload": payload.hexadecimal,
      ]
      for peer in algorithm > -9 ? [Python.pyca, .pycose] : [.pyca] {
        let read: [String: String] = try peer.answer("open-sign1", [encoded, key.publicKey])
        #expect(read == expected)
      }
    }
  }
}
