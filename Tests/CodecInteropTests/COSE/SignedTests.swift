import TEEPCodec
import TEEPTestSupport
import Testing

/// COSE_Sign1 and COSE_Sign of cbor2 with pyca/cryptography, and of pycose.
@Suite("Signed structures of pyca/cryptography and pycose") struct SignedTests {
  @Test("are read as what they were made of, and verify", arguments: MadeCOSE.peers(["sign1", "sign"]))
  func read(peer: Python, kind: String) throws {
    for made in try MadeCOSE.structures(kind, by: peer) {
      let (bytes, payload) = (made.encoded, made.payload)
      let signed = try COSESigned(decoding: bytes.span)
      #expect(signed.isSign1 == (kind == "sign1"))
      #expect([UInt8](present: signed.payload) == (made.isDetached ? nil : payload))
      #expect(!made.has("\(signed.signatureCount).signature"))
      for index in 0..<signed.signatureCount {
        let signature = try signed.signature(at: index)
        let key = VerificationKey(
          publicKey: made.bytes("\(index).public"), thumbprint: made.bytes("\(index).kid"))
        #expect(signature.algorithm == made.algorithm("\(index).algorithm"))
        #expect([UInt8](present: signed.keyIdentifier(of: signature)) == key.thumbprint)
        #expect([UInt8](signed.value(of: signature)) == made.bytes("\(index).signature"))
        let structure = signed.structure(for: signature, payload: payload.span)
        let isValid = try key.isValidSignature(
          signed.value(of: signature), of: structure, externalAAD: made.bytes("external"))
        #expect(isValid, "\(bytes.hexadecimal)")
      }
    }
  }
}
