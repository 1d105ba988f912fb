import TEEPTestSupport
import Testing

@Suite("AES-128")
struct AESTests {
  /// NIST SP 800-38A, appendix F: the key and the four blocks of plaintext.
  static let key = [UInt8](hexadecimal: "2b7e151628aed2a6abf7158809cf4f3c")
  static let plaintext = [UInt8](
    hexadecimal: "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
      + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710")
  /// Appendix F.5.1, CTR-AES128.Encrypt.
  static let counter = [UInt8](hexadecimal: "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
  static let ciphertext = [UInt8](
    hexadecimal: "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
      + "5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee")

  @Test(
    "single blocks: FIPS 197, appendix C.1, and NIST SP 800-38A, appendix F.1.2", arguments: CryptoPort.all)
  func blocks(port: CryptoPort) {
    let block = [UInt8](hexadecimal: "69c4e0d86a7b0430d8cdb78070b4c55a")
    #expect(
      port.decryptBlock(block, key: Array(0...15))?.hexadecimal == "00112233445566778899aabbccddeeff")
    let other = [UInt8](hexadecimal: "3ad77bb40d7a3660a89ecaf32466ef97")
    #expect(port.decryptBlock(other, key: Self.key) == Array(Self.plaintext.prefix(16)))
  }

  @Test("CTR: NIST SP 800-38A, appendix F.5.2, cut in every three pieces", arguments: CryptoPort.all)
  func ctr(port: CryptoPort) {
    for first in 0...64 {
      for second in first...64 {
        let pieces = cut(Self.ciphertext, at: [first, second])
        let decrypted = port.decryptCTR(key: Self.key, initializationVector: Self.counter, pieces: pieces)
        #expect(decrypted == Self.plaintext, "\(first) \(second)")
      }
    }
  }

  @Test("the counter has 128 bits (RFC 9459), and carries in any piece", arguments: CryptoPort.all)
  func carry(port: CryptoPort) throws {
    let zeros = [UInt8](repeating: 0, count: 80)
    for start in [
      "00000000000000000000000 0fffffffe", "000000000000000000ffffff ffffffff",
      "ffffffffffffffffffffffff ffffffff",
    ] {
      let counter = [UInt8](hexadecimal: start)
      // What OpenSSL encrypts of zeros is the key stream.
      let outcome = try Command("openssl").run(
        ["enc", "-aes-128-ctr", "-K", Self.key.hexadecimal, "-iv", counter.hexadecimal], input: zeros)
      try #require(outcome.output.count == 80, "\(outcome.errors)")
      for split in 0...80 {
        let stream = port.decryptCTR(
          key: Self.key, initializationVector: counter, pieces: cut(zeros, at: [split]))
        #expect(stream == outcome.output, "\(start) \(split)")
      }
    }
  }

  @Test("keys and IVs of other lengths are refused", arguments: CryptoPort.all)
  func lengths(port: CryptoPort) {
    for count in [0, 15, 17, 24, 32] {
      let other = [UInt8](repeating: 1, count: count)
      #expect(port.decryptBlock(Self.ciphertext, key: other) == nil)
      #expect(port.decryptCTR(key: other, initializationVector: Self.counter, pieces: []) == nil)
      #expect(port.decryptCTR(key: Self.key, initializationVector: other, pieces: []) == nil)
    }
  }
}
