import TEEPCodec
import TEEPTestSupport
import Testing

/// The signed messages made by go-cose: payload, algorithm and key of each signature.
@Suite("Signed examples", .needsVectors) struct SignedVectorTests {
  static let names = [
    "1a-query_request-token", "1b-query_request-challenge", "2a-query_response-requested",
    "2b-query_response-tclist",
    "3a-update-integrated", "3b-update-unlink", "3c-update-error", "4a-success", "4b-success-report",
    "5a-error-manifest", "5b-error-ciphersuites", "5c-error-attest-required",
  ]

  /// Who signs: QueryRequest and Update are the TAM's.
  private func signer(of name: String, _ algorithm: COSEAlgorithm) throws -> [UInt8] {
    let isTAM = name.hasPrefix("1") || name.hasPrefix("3")
    let key = algorithm == .esp256 ? (isTAM ? "K3" : "K7") : (isTAM ? "R1" : "R2")
    return [UInt8](hexadecimal: try #require(try Vectors.key(key)["thumbprint"]))
  }

  private func check(_ file: String, of name: String, algorithms: [COSEAlgorithm]) throws {
    let bytes = try Vectors.bytes("signed/\(name).\(file).cose")
    let payload = try Vectors.bytes("signed/\(name).payload.cbor")
    let signed = try COSESigned(decoding: bytes.span)
    #expect([UInt8](present: signed.payload) == payload)
    #expect(Array(bytes[signed.payloadOffset..<(signed.payloadOffset + payload.count)]) == payload)
    #expect(signed.isSign1 == (file != "sign-both"))
    #expect(signed.signatureCount == algorithms.count)
    for (index, algorithm) in algorithms.enumerated() {
      let signature = try signed.signature(at: index)
      #expect(signature.algorithm == algorithm)
      let identifier = try signer(of: name, algorithm)
      #expect([UInt8](present: signed.keyIdentifier(of: signature)) == identifier)
      #expect([UInt8](signed.value(of: signature)).count == 64)
    }
  }

  @Test("as COSE_Sign1", arguments: names)
  func sign1(name: String) throws {
    try check("sign1-esp256", of: name, algorithms: [.esp256])
    try check("sign1-ed25519", of: name, algorithms: [.ed25519])
  }

  @Test("as COSE_Sign with both suites", arguments: names.filter { $0.hasPrefix("1") })
  func sign(name: String) throws {
    try check("sign-both", of: name, algorithms: [.esp256, .ed25519])
  }

  @Test("have payloads that are encoded again to the same bytes", arguments: names)
  func payloads(name: String) throws {
    let bytes = try Vectors.bytes("signed/\(name).payload.cbor")
    let message = try TEEPMessage(decoding: bytes.span, numbers: .final)
    var output = [UInt8](repeating: 0, count: bytes.count)
    #expect(try message.encode(numbers: .final, into: output.mutableSpan) == bytes.count)
    #expect(output == bytes)
  }

  @Test("are wrapped to the same bytes but for the signature", arguments: names)
  func wrapped(name: String) throws {
    for (file, algorithm) in [("sign1-esp256", COSEAlgorithm.esp256), ("sign1-ed25519", .ed25519)] {
      let expected = try Vectors.bytes("signed/\(name).\(file).cose")
      let payload = try Vectors.bytes("signed/\(name).payload.cbor")
      let offset = COSESign1Frame.payloadOffset
      var buffer = [UInt8](repeating: 0, count: offset + payload.count + COSESign1Frame.trailerCount)
      buffer.replaceSubrange(offset..<(offset + payload.count), with: payload)
      let identifier = try signer(of: name, algorithm)
      var output = buffer.mutableSpan
      let (start, signature) = try COSESign1Frame(algorithm).wrap(
        payloadCount: payload.count, keyIdentifier: identifier.span, in: &output)
      #expect(Array(buffer[start..<signature]) == expected.dropLast(64))
      #expect(buffer.count == signature + 64)
    }
  }
}
