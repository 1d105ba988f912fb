import TEEPTestSupport
import Testing

/// The two ports and OpenSSL on the same keys and messages.
@Suite("Agreement of BearSSL, mbed TLS and OpenSSL")
struct AgreementTests {
  private let openssl = Command("openssl")
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("both ports make the same signature, and each verifies it")
  func ports() throws {
    var generator = SeededGenerator()
    for _ in 0..<16 {
      let (key, payload) = try randomKeyAndPayload(&generator)
      let signatures = CryptoPort.all.map { port in
        var signature = [UInt8](repeating: 0, count: 64)
        let isSigned = port.sign(
          protected: [0xA1, 0x01, 0x28], payload: payload, privateKey: key.privateKey, into: &signature)
        return isSigned ? signature : []
      }
      #expect(signatures[0] == signatures[1], "seed \(generator.seed)")
      for port in CryptoPort.all {
        let verifies = port.verify(
          protected: [0xA1, 0x01, 0x28], payload: payload, publicKey: key.publicKey, signature: signatures[0])
        #expect(verifies, "\(port.testDescription), seed \(generator.seed)")
      }
    }
  }

  @Test("OpenSSL verifies what a port signs, over the Sig_structure of RFC 9052", arguments: CryptoPort.all)
  func openSSLVerifies(port: CryptoPort) throws {
    var generator = SeededGenerator()
    let (key, payload) = try randomKeyAndPayload(&generator)
    var signature = [UInt8](repeating: 0, count: 64)
    #expect(
      port.sign(
        protected: [0xA1, 0x01, 0x28], payload: payload, privateKey: key.privateKey, into: &signature))
    let outcome = try openssl.run([
      "dgst", "-sha256", "-keyform", "DER", "-verify", folder.write(spki(key), to: "public.der"),
      "-signature", folder.write(derSignature(signature), to: "signature.der"),
      folder.write(sigStructure(payload), to: "message"),
    ])
    #expect(outcome.status == 0, "\(outcome.text) \(outcome.errors) seed \(generator.seed)")
  }

  @Test("both ports verify what OpenSSL signs with a random nonce")
  func openSSLSigns() throws {
    var generator = SeededGenerator()
    let (key, payload) = try randomKeyAndPayload(&generator)
    for _ in 0..<8 {
      let outcome = try openssl.run([
        "dgst", "-sha256", "-keyform", "DER", "-sign", folder.write(sec1(key.privateKey), to: "private.der"),
        folder.write(sigStructure(payload), to: "message"),
      ])
      let signature = try #require(rawSignature(outcome.output), "\(outcome.errors)")
      for port in CryptoPort.all {
        let verifies = port.verify(
          protected: [0xA1, 0x01, 0x28], payload: payload, publicKey: key.publicKey, signature: signature)
        #expect(verifies, "\(port.testDescription), seed \(generator.seed)")
      }
    }
  }

  /// `["Signature1", h'A10128', h'', payload]` by hand (RFC 9052, section 4.4), for up to 255 bytes.
  private func sigStructure(_ payload: [UInt8]) -> [UInt8] {
    [UInt8](hexadecimal: "846a5369676e617475726531" + "43a10128" + "40" + "58") + [UInt8(payload.count)]
      + payload
  }

  /// A random private key, the public key that OpenSSL computes for it, and a payload of 24 to 255 bytes.
  private func randomKeyAndPayload(
    _ generator: inout SeededGenerator
  ) throws -> (P256Key, payload: [UInt8]) {
    let random = { (count: Int, generator: inout SeededGenerator) in
      (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
    // A first byte below FF keeps the key below the order.
    let privateKey = [UInt8.random(in: 0..<0xFF, using: &generator)] + random(31, &generator)
    let outcome = try openssl.run([
      "pkey", "-inform", "DER", "-in", folder.write(sec1(privateKey), to: "private.der"), "-pubout",
      "-outform",
      "DER",
    ])
    try #require(outcome.status == 0 && outcome.output.count == 91, "\(outcome.errors)")
    let point = outcome.output.suffix(64)
    let key = P256Key(
      d: privateKey.hexadecimal, x: Array(point.prefix(32)).hexadecimal,
      y: Array(point.suffix(32)).hexadecimal)
    return (key, random(Int.random(in: 24...255, using: &generator), &generator))
  }

  /// ECPrivateKey without the public key (RFC 5915, section 3).
  private func sec1(_ privateKey: [UInt8]) -> [UInt8] {
    [UInt8](hexadecimal: "3031020101" + "0420") + privateKey
      + [UInt8](hexadecimal: "a00a06082a8648ce3d030107")
  }

  /// SubjectPublicKeyInfo with an uncompressed point (RFC 5480, section 2).
  private func spki(_ key: P256Key) -> [UInt8] {
    [UInt8](hexadecimal: "3059301306072a8648ce3d020106082a8648ce3d030107" + "034200" + "04") + key.publicKey
  }

  /// r ‖ s of an ECDSA-Sig-Value (RFC 3279, section 2.2.3); nil where `der` is none.
  private func rawSignature(_ der: [UInt8]) -> [UInt8]? {
    guard der.count > 6, der[0] == 0x30, der[2] == 0x02, der.count > 5 + Int(der[3]) else { return nil }
    let second = 4 + Int(der[3])
    let halves = [der[4..<second], der[(second + 2)...]]
    return halves.flatMap { half in
      let digits = half.drop { $0 == 0 }
      return [UInt8](repeating: 0, count: 32 - digits.count) + digits
    }
  }
}
