import TEEPCodec
import TEEPTestSupport
import Testing

/// The signed TEEP messages of the examples, which go-cose made with the keys of RFC 8032's first two tests. The last 64
/// bytes of each are the signature, and there is only one that a key can make of a message (RFC 8032, section 5.1.6).
@Suite("Ed25519", .enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct Ed25519Tests {
  /// `{1: -19}`.
  private let protected: [UInt8] = [0xA1, 0x01, 0x32]

  private struct Key {
    let seed: [UInt8]
    let publicKey: [UInt8]

    init(vector name: String) throws {
      let members = try Vectors.key(name)
      (seed, publicKey) = ([UInt8](hexadecimal: members["d"] ?? ""), [UInt8](hexadecimal: members["x"] ?? ""))
    }
  }

  private func example(_ name: String) throws -> (payload: [UInt8], signature: [UInt8]) {
    (
      try Vectors.bytes("signed/\(name).payload.cbor"),
      Array(try Vectors.bytes("signed/\(name).sign1-ed25519.cose").suffix(64))
    )
  }

  @Test(
    "each example's signature is made again, and verifies under its key and no other",
    arguments: CryptoPort.all)
  func examples(port: CryptoPort) throws {
    let (tam, agent) = (try Key(vector: "R1"), try Key(vector: "R2"))
    for name in COSEExampleTests.byTAM + COSEExampleTests.byAgent {
      let (payload, expected) = try example(name)
      let (signer, other) = COSEExampleTests.byTAM.contains(name) ? (tam, agent) : (agent, tam)
      var signature = [UInt8](repeating: 0, count: 64)
      #expect(
        port.sign(.ed25519, protected: protected, payload: payload, privateKey: signer.seed, into: &signature)
      )
      #expect(signature == expected, "\(name)")
      for (key, isValid) in [(signer, true), (other, false)] {
        let verifies = port.verify(
          .ed25519, protected: protected, payload: payload, publicKey: key.publicKey, signature: expected)
        #expect(verifies == isValid, "\(name)")
      }
    }
  }

  @Test(
    "one changed bit in signature, payload, protected header or key is refused", arguments: CryptoPort.all)
  func everyBit(port: CryptoPort) throws {
    let key = try Key(vector: "R2").publicKey
    let (payload, signature) = try example("4a-success")
    func isValid(
      _ protected: [UInt8], _ payload: [UInt8], _ key: [UInt8], _ signature: [UInt8]
    ) -> Bool {
      port.verify(.ed25519, protected: protected, payload: payload, publicKey: key, signature: signature)
    }
    #expect(isValid(protected, payload, key, signature))
    for changed in flips(of: signature) { #expect(!isValid(protected, payload, key, changed)) }
    for changed in flips(of: payload) { #expect(!isValid(protected, changed, key, signature)) }
    for changed in flips(of: protected) { #expect(!isValid(changed, payload, key, signature)) }
    for changed in flips(of: key) { #expect(!isValid(protected, payload, changed, signature)) }
  }

  @Test(
    "S + L, which stands for the same number, is refused (RFC 8032, section 5.1.7)", arguments: CryptoPort.all
  )
  func malleability(port: CryptoPort) throws {
    // 2^252 + 27742317777372353535851937790883648493 (section 5.1), from its lowest byte on.
    let order = Array(
      [UInt8](hexadecimal: "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed").reversed())
    let key = try Key(vector: "R2").publicKey
    let (payload, signature) = try example("4a-success")
    var (other, carry) = (signature, 0)
    for index in order.indices {
      let sum = Int(signature[32 + index]) + Int(order[index]) + carry
      (other[32 + index], carry) = (UInt8(truncatingIfNeeded: sum), sum >> 8)
    }
    #expect(carry == 0)
    #expect(
      !port.verify(.ed25519, protected: protected, payload: payload, publicKey: key, signature: other))
  }

  @Test("lengths are exact, and a buffer beyond the signature stays as it is", arguments: CryptoPort.all)
  func lengths(port: CryptoPort) throws {
    let key = try Key(vector: "R2")
    let (payload, signature) = try example("4a-success")
    for wrong in [[], Array(signature.dropLast()), signature + [0]] {
      #expect(
        !port.verify(
          .ed25519, protected: protected, payload: payload, publicKey: key.publicKey, signature: wrong))
    }
    for wrong in [[], Array(key.publicKey.dropLast()), key.publicKey + [0]] {
      #expect(
        !port.verify(.ed25519, protected: protected, payload: payload, publicKey: wrong, signature: signature)
      )
    }
    var buffer = [UInt8](repeating: 0xA5, count: 66)
    for wrong in [[], Array(key.seed.dropLast()), key.seed + [0]] {
      #expect(!port.sign(.ed25519, protected: protected, payload: payload, privateKey: wrong, into: &buffer))
    }
    #expect(buffer == [UInt8](repeating: 0xA5, count: 66))
    #expect(port.sign(.ed25519, protected: protected, payload: payload, privateKey: key.seed, into: &buffer))
    #expect(buffer == signature + [0xA5, 0xA5])
    var short = [UInt8](repeating: 0xA5, count: 63)
    #expect(!port.sign(.ed25519, protected: protected, payload: payload, privateKey: key.seed, into: &short))
    #expect(short == [UInt8](repeating: 0xA5, count: 63))
  }
}
