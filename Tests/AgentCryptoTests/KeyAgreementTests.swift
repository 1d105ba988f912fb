import TEEPTestSupport
import Testing

@Suite("AES key unwrap and ECDH")
struct KeyAgreementTests {
  private let keyEncryptionKey: [UInt8] = Array(0...15)
  /// RFC 3394, section 4.1: 128 bits of key data with a 128-bit key.
  private let wrapped = [UInt8](hexadecimal: "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5")
  private let key = [UInt8](hexadecimal: "00112233445566778899aabbccddeeff")

  @Test("RFC 3394, section 4.1", arguments: CryptoPort.all)
  func unwraps(port: CryptoPort) {
    #expect(port.unwrap(wrapped, keyEncryptionKey: keyEncryptionKey, count: 16) == (true, key))
  }

  @Test("RFC 3394, section 4.1, the other way", arguments: CryptoPort.all)
  func wraps(port: CryptoPort) {
    #expect(port.wrap(key, keyEncryptionKey: keyEncryptionKey, count: 24) == wrapped)
    #expect(port.wrap(key, keyEncryptionKey: keyEncryptionKey, count: 16) == nil)
    #expect(port.wrap(key, keyEncryptionKey: [1], count: 24) == nil)
  }

  @Test("RFC 5903, section 8.1: the public key of a private one", arguments: CryptoPort.all)
  func publicKey(port: CryptoPort) {
    let secret = [UInt8](hexadecimal: "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433")
    #expect(
      port.publicKey(of: secret)?.hexadecimal
        == "dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180"
        + "5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3")
    // 0, the order of the curve, and what is no number of 32 bytes.
    let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
    for refused in [String(repeating: "00", count: 32), order, "01"] {
      #expect(port.publicKey(of: [UInt8](hexadecimal: refused)) == nil)
    }
  }

  @Test("longer keys, wrapped by OpenSSL", arguments: CryptoPort.all)
  func longerKeys(port: CryptoPort) throws {
    var generator = SeededGenerator()
    for count in [24, 32, 64] {
      let key = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let outcome = try Command("openssl").run(
        ["enc", "-id-aes128-wrap", "-K", keyEncryptionKey.hexadecimal, "-iv", "a6a6a6a6a6a6a6a6"], input: key)
      try #require(outcome.output.count == count + 8, "\(outcome.errors)")
      let unwrapped = port.unwrap(outcome.output, keyEncryptionKey: keyEncryptionKey, count: count)
      #expect(unwrapped == (true, key), "seed \(generator.seed)")
    }
  }

  @Test("one changed bit leaves nothing of the key", arguments: CryptoPort.all)
  func changes(port: CryptoPort) {
    for bit in 0..<24 * 8 {
      var changed = wrapped
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      let unwrapped = port.unwrap(changed, keyEncryptionKey: keyEncryptionKey, count: 16)
      #expect(unwrapped == (false, [UInt8](repeating: 0, count: 16)))
    }
    let other = port.unwrap(wrapped, keyEncryptionKey: Array(1...16), count: 16)
    #expect(!other.isUnwrapped)
  }

  @Test("lengths are exact", arguments: CryptoPort.all)
  func lengths(port: CryptoPort) {
    for count in [0, 7, 8, 15, 17, 24, 72] {
      #expect(!port.unwrap(wrapped, keyEncryptionKey: keyEncryptionKey, count: count).isUnwrapped)
      let other = [UInt8](repeating: 0, count: count)
      #expect(!port.unwrap(wrapped, keyEncryptionKey: other, count: 16).isUnwrapped)
    }
    for wrapped in [[], Array(wrapped.dropLast(8)), Array(wrapped.dropLast()), wrapped + [0]] {
      #expect(!port.unwrap(wrapped, keyEncryptionKey: keyEncryptionKey, count: 16).isUnwrapped)
    }
    #expect(
      !port.unwrap([UInt8](repeating: 0, count: 16), keyEncryptionKey: keyEncryptionKey, count: 8).isUnwrapped
    )
  }

  @Test("RFC 5903, section 8.1: both sides agree on the 256-bit secret", arguments: CryptoPort.all)
  func agrees(port: CryptoPort) {
    let initiator = P256Key(
      d: "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
      x: "dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180",
      y: "5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3")
    let responder = P256Key(
      d: "c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53",
      x: "d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63",
      y: "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab")
    let secret = "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"
    for (own, other) in [(initiator, responder), (responder, initiator)] {
      let agreed = port.agree(privateKey: own.privateKey, publicKey: other.publicKey)
      #expect(agreed?.hexadecimal == secret)
    }
  }

  @Test("points off the curve, keys out of range and other lengths are refused", arguments: CryptoPort.all)
  func badKeys(port: CryptoPort) {
    let key = P256Key.rfc6979
    let (x, y) = (Array(key.publicKey.prefix(32)), Array(key.publicKey.suffix(32)))
    let zero = [UInt8](repeating: 0, count: 32)
    let ones = [UInt8](repeating: 0xFF, count: 32)
    for publicKey in [zero + zero, ones + ones, x + x, y + x, x + zero, [], x, [4] + x + y] {
      #expect(port.agree(privateKey: key.privateKey, publicKey: publicKey) == nil)
    }
    for privateKey in [zero, ones, P256Key.order, [], Array(key.privateKey.dropLast()), [0] + key.privateKey]
    {
      #expect(port.agree(privateKey: privateKey, publicKey: key.publicKey) == nil)
    }
    for count in [0, 31, 33] {
      #expect(port.agree(privateKey: key.privateKey, publicKey: key.publicKey, count: count) == nil)
    }
    // The greatest key there is: the point itself, reflected.
    var last = P256Key.order
    last[31] -= 1
    #expect(port.agree(privateKey: last, publicKey: key.publicKey) == x)
  }
}
