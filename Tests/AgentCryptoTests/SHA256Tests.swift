import TEEPTestSupport
import Testing

@Suite("SHA-256 (FIPS 180-4)")
struct SHA256Tests {
  /// NIST CSRC, "Examples with Intermediate Values" and its additional vectors.
  static let examples: [(message: [UInt8], digest: String)] = [
    ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (twoBlocks, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"),
    (
      Array(repeating: 0x61, count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]

  /// 896 bits.
  static let twoBlocks = Array(
    ("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
      + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu").utf8)

  @Test("NIST's examples give their digests", arguments: CryptoPort.all)
  func nistExamples(port: CryptoPort) {
    for (message, digest) in Self.examples {
      #expect(port.sha256(message).hexadecimal == digest, "\(message.count) bytes")
    }
  }

  @Test("a message in any three pieces has the digest of the whole", arguments: CryptoPort.all)
  func pieces(port: CryptoPort) {
    let message = Self.twoBlocks
    for first in 0...message.count {
      for second in first...message.count {
        let digest = port.sha256(pieces: [message[..<first], message[first..<second], message[second...]])
        #expect(digest.hexadecimal == Self.examples[3].digest, "\(first), \(second)")
      }
    }
  }

  @Test("every length up to three blocks has the digest that OpenSSL gives", arguments: CryptoPort.all)
  func openSSL(port: CryptoPort) throws {
    var generator = SeededGenerator()
    let folder = try TemporaryFolder()
    let messages = (0...192).map { count in
      (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
    let paths = try messages.indices.map { try folder.write(messages[$0], to: "\($0)") }
    let outcome = try Command("openssl").run(["dgst", "-sha256", "-r"] + paths)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let expected = outcome.text.split(separator: "\n").map { String($0.prefix(64)) }
    #expect(messages.map { port.sha256($0).hexadecimal } == expected, "seed \(generator.seed)")
  }
}
