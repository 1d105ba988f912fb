import TEEPCodec
import TEEPTestSupport
import Testing

/// COSE_Encrypt0, COSE_Encrypt, COSE_Mac0 and COSE_Mac of cbor2 with pyca/cryptography, and of pycose.
@Suite("Encrypted and authenticated structures of pyca/cryptography and pycose") struct EncryptedTests {
  @Test(
    "are read as what they were made of, and decrypt", arguments: MadeCOSE.peers(["encrypt0", "encrypt"]))
  func encrypted(peer: Python, kind: String) throws {
    for made in try MadeCOSE.structures(kind, by: peer) {
      let bytes = made.encoded
      let encrypted = try COSEEncrypted(decoding: bytes.span)
      #expect(encrypted.isEncrypt0 == (kind == "encrypt0"))
      let algorithm = encrypted.algorithm
      #expect(algorithm == made.algorithm("algorithm"))
      let initializationVector = [UInt8](encrypted.initializationVector)
      #expect(initializationVector == made.bytes("iv"))
      let attached = [UInt8](present: encrypted.ciphertext)
      #expect(attached == (made.isDetached ? nil : made.bytes("ciphertext")))
      let keys = try encrypted.isEncrypt0 ? [made.bytes("key")] : made.contentKeys(of: encrypted.recipients)
      for key in keys {
        let plaintext = try Peer.decrypt(
          algorithm, key: key, initializationVector: initializationVector, made.bytes("ciphertext"),
          structure: [UInt8](encrypted.structure, externalAAD: made.bytes("external")))
        #expect(plaintext == made.payload)
      }
    }
  }

  @Test(
    "are read as what they were made of, and their tags are right",
    arguments: MadeCOSE.peers(["mac0", "mac"]))
  func authenticated(peer: Python, kind: String) throws {
    for made in try MadeCOSE.structures(kind, by: peer) {
      let (bytes, payload) = (made.encoded, made.payload)
      let mac = try COSEMac(decoding: bytes.span)
      #expect(mac.isMac0 == (kind == "mac0"))
      let algorithm = mac.algorithm
      #expect(algorithm == .hmac256)
      #expect([UInt8](present: mac.keyIdentifier) == made.bytes("kid"))
      #expect([UInt8](present: mac.payload) == (made.isDetached ? nil : payload))
      let keys = try mac.isMac0 ? [made.bytes("key")] : made.contentKeys(of: mac.recipients)
      for key in keys {
        let structure = [UInt8](
          mac.structure(payload: payload.span), externalAAD: made.bytes("external"))
        let tag = try Peer.hmac(key, structure)
        #expect(tag == [UInt8](mac.tag))
      }
    }
  }
}
