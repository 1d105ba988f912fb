import TEEPCodec
import TEEPTestSupport
import Testing

/// The signed TEEP messages of the examples, which go-cose made. Each is
/// `18([h'A10128', {4: kid}, payload, signature])`, so that the signature is the last 64 bytes.
@Suite(
  "COSE examples signed with ESP256", .enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct COSEExampleTests {
  /// `{1: -9}`.
  private let protected: [UInt8] = [0xA1, 0x01, 0x28]

  static let byTAM = [
    "1a-query_request-token", "1b-query_request-challenge", "3a-update-integrated", "3b-update-unlink",
    "3c-update-error",
  ]
  static let byAgent = [
    "2a-query_response-requested", "2b-query_response-tclist", "4a-success", "4b-success-report",
    "5a-error-manifest", "5b-error-ciphersuites", "5c-error-attest-required",
  ]

  @Test("each COSE_Sign1 verifies under its signer's key and no other", arguments: CryptoPort.all)
  func sign1(port: CryptoPort) throws {
    let (tam, agent) = (try P256Key(vector: "K3"), try P256Key(vector: "K7"))
    for name in Self.byTAM + Self.byAgent {
      let message = try Vectors.bytes("signed/\(name).sign1-esp256.cose")
      let payload = try Vectors.bytes("signed/\(name).payload.cbor")
      let signature = Array(message.suffix(64))
      let (signer, other) = Self.byTAM.contains(name) ? (tam, agent) : (agent, tam)
      for (key, isValid) in [(signer, true), (other, false)] {
        let verifies = port.verify(
          protected: protected, payload: payload, publicKey: key.publicKey, signature: signature)
        #expect(verifies == isValid, "\(name)")
      }
    }
  }

  @Test("the ESP256 signature of each COSE_Sign verifies", arguments: CryptoPort.all)
  func sign(port: CryptoPort) throws {
    let tam = try P256Key(vector: "K3")
    for name in ["1a-query_request-token", "1b-query_request-challenge"] {
      let message = try Vectors.bytes("signed/\(name).sign-both.cose")
      let payload = try Vectors.bytes("signed/\(name).payload.cbor")
      // d8 62 84 40 a0 58 xx, the payload, 82 83 43 a10128 a1 04 58 20, 32 bytes of kid, 58 40, the signature.
      let start = 7 + payload.count + 44
      let signature = Array(message[start..<start + 64])
      #expect(
        port.verify(
          signerProtected: protected, payload: payload, publicKey: tam.publicKey, signature: signature),
        "\(name)")
      #expect(
        !port.verify(
          protected: protected, payload: payload, publicKey: tam.publicKey, signature: signature),
        "\(name) as a COSE_Sign1")
    }
  }

  @Test(
    "one changed bit in signature, payload, protected header or key is refused", arguments: CryptoPort.all)
  func everyBit(port: CryptoPort) throws {
    let key = try P256Key(vector: "K7").publicKey
    let payload = try Vectors.bytes("signed/4a-success.payload.cbor")
    let signature = Array(try Vectors.bytes("signed/4a-success.sign1-esp256.cose").suffix(64))
    #expect(port.verify(protected: protected, payload: payload, publicKey: key, signature: signature))
    for changed in flips(of: signature) {
      #expect(!port.verify(protected: protected, payload: payload, publicKey: key, signature: changed))
    }
    for changed in flips(of: payload) {
      #expect(!port.verify(protected: protected, payload: changed, publicKey: key, signature: signature))
    }
    for changed in flips(of: protected) {
      #expect(!port.verify(protected: changed, payload: payload, publicKey: key, signature: signature))
    }
    for changed in flips(of: key) {
      #expect(!port.verify(protected: protected, payload: payload, publicKey: changed, signature: signature))
    }
  }

}

/// What becomes of the bytes when each of their bits in turn is changed.
func flips(of bytes: [UInt8]) -> [[UInt8]] {
  (0..<bytes.count * 8).map { bit in
    var changed = bytes
    changed[bit / 8] ^= 1 << UInt8(bit % 8)
    return changed
  }
}
