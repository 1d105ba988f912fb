import TEEPTestSupport
import Testing

@Suite("ECDSA on P-256 with SHA-256")
struct ECDSATests {
  @Test(
    "RFC 6979, appendix A.2.5: the messages 'sample' and 'test' have exactly these signatures",
    arguments: CryptoPort.all,
    [
      (
        "sample",
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
          + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
      ),
      (
        "test",
        "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
          + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
      ),
    ])
  func rfc6979(port: CryptoPort, example: (message: String, signature: String)) {
    let (key, digest) = (P256Key.rfc6979, port.sha256(Array(example.message.utf8)))
    let signature = port.sign(digest: digest, privateKey: key.privateKey)
    #expect(signature?.hexadecimal == example.signature)
    let expected = [UInt8](hexadecimal: example.signature)
    #expect(port.verify(digest: digest, publicKey: key.publicKey, signature: expected))
  }

  @Test("the smallest and the largest private key sign under G and -G (SEC 2)", arguments: CryptoPort.all)
  func extremeKeys(port: CryptoPort) throws {
    let x = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    let one = P256Key(
      d: String(repeating: "0", count: 63) + "1", x: x,
      y: "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
    let orderLessOne = P256Key(
      d: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550", x: x,
      y: "b01cbd1c01e58065711814b583f061e9d431cca994cea1313449bf97c840ae0a")
    for key in [one, orderLessOne] {
      // The second of the digests is above the order, which is where it has to be reduced.
      for digest in [port.sha256([]), [UInt8](repeating: 0xFF, count: 32)] {
        let signature = try #require(port.sign(digest: digest, privateKey: key.privateKey))
        for verifier in CryptoPort.all {
          #expect(verifier.verify(digest: digest, publicKey: key.publicKey, signature: signature))
        }
      }
    }
  }

  // The examples below are made backwards: with u1 = 0x1234567 and u2 = 0x89abcdef and points chosen for their
  // edge, R = u1·G + u2·Q, r = x(R) mod n, s = r / u2 and e = u1·s, so that no private key is needed.

  @Test(
    "an x(R) from the order to the field's prime is reduced (FIPS 186-5, 6.4.2)", arguments: CryptoPort.all)
  func reducesCoordinate(port: CryptoPort) {
    // x(R) = n + 3
    let signature =
      "0000000000000000000000000000000000000000000000000000000000000003"
      + "dff31ca1e8ad6673c489d5a53d6728776e2586e40fc1177281a73cf3785303cf"
    #expect(
      port.verify(
        digest: [UInt8](hexadecimal: "2e927406cefb072b14df4b4b826e763b5f3f75c04e38f6589c3cee1a8922d039"),
        publicKey: [UInt8](
          hexadecimal: "0c60ba38e2c23882d16504f35f58c106f041a3ac0c5cbebb7f7c9251bcc169bf"
            + "92b68cf1c56cd0f2d76f1be9e83f04cb1e55ccfcc51b992beb518c8c3cbe2ae6"),
        signature: [UInt8](hexadecimal: signature)))
  }

  @Test("u1·G = u2·Q adds as a doubling, and u1·G = -u2·Q is refused", arguments: CryptoPort.all)
  func coincidingPoints(port: CryptoPort) {
    let x = "6994ccb0ea8e304724435fadf2d665584646b456efac1277ce7fd61c8c27ea6b"
    #expect(
      port.verify(
        digest: [UInt8](hexadecimal: "d933f5e3b8ab6e083f6cd831ba47026e33a17791afdfcc7ee301b07a34a73eb5"),
        publicKey: [UInt8](
          hexadecimal: x + "77eefa99ba929825cb14cf86e323db54267629dcb5f8eca91a05092b5402ddb1"),
        signature: [UInt8](
          hexadecimal: "b0cdeeae5933a06851b5212af4b54cae6e3b786e9848c7ffa5e8775e139b10c6"
            + "c41cfad5d440b27c655d0bc6a7a49499c1cc9f440019be81c872ca9a783c25c0")))
    #expect(
      !port.verify(
        digest: [UInt8](hexadecimal: "6cdd0c4326254549c9c3d7d9ecd676e8f231795b6ab1cf51f6aa99fc87cc55bb"),
        publicKey: [UInt8](
          hexadecimal: x + "88110565456d67db34eb30791cdc24abd989d6244a071356e5faf6d4abfd224e"),
        signature: [UInt8](
          hexadecimal: "000000000000000000000000000000000000000000000000000000000000001d"
            + "ca2e14cf73e189021689bbe7fc3a872f2b2a9613ec9578acee159005517fb164")))
  }

  @Test(
    "a coordinate that is not below the field's prime is refused (SEC 1, 3.2.2.1)", arguments: CryptoPort.all)
  func unreducedCoordinate(port: CryptoPort) {
    let y = "459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc"
    let digest = [UInt8](hexadecimal: "a54d692a90e29d6a7390bf442fbab30cb5f9af1c5db1adec81cdf7a1991aad65")
    let signature = [UInt8](
      hexadecimal: "e7ee11c5b66b6fdc393371a2cd4b47d85a7989ebb038e0e823905b3a0ac5d435"
        + "eb195d707ced3c244e672429a0f8329acac8abc710af278b010fa81dbb0756ca")
    // The same point, with x = 5 and x = p + 5.
    for (x, isValid) in [
      ("0000000000000000000000000000000000000000000000000000000000000005", true),
      ("ffffffff00000001000000000000000000000001000000000000000000000004", false),
    ] {
      let publicKey = [UInt8](hexadecimal: x + y)
      #expect(port.verify(digest: digest, publicKey: publicKey, signature: signature) == isValid)
    }
  }
}
