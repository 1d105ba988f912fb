import TEEPCodec
import TEEPTestSupport
import Testing

/// Everything here is refused by a result, never by a trap.
@Suite("Keys and signatures that are refused")
struct BadInputTests {
  private let key = P256Key.rfc6979
  private let digest = CryptoPort.bearSSL.sha256(Array("sample".utf8))
  /// RFC 6979, appendix A.2.5.
  private let signature = [UInt8](
    hexadecimal: "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
      + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")
  private let zero = [UInt8](repeating: 0, count: 32)
  private let ones = [UInt8](repeating: 0xFF, count: 32)

  @Test("r and s are from 1 to n - 1 (FIPS 186-5, 6.4.2)", arguments: CryptoPort.all)
  func signatureOutOfRange(port: CryptoPort) {
    let (r, s) = (Array(signature.prefix(32)), Array(signature.suffix(32)))
    for bad in [zero, P256Key.order, ones] {
      for signature in [bad + s, r + bad, bad + bad] {
        #expect(!port.verify(digest: digest, publicKey: key.publicKey, signature: signature))
      }
    }
  }

  @Test("a public key is a point of the curve (SEC 1, 3.2.2.1)", arguments: CryptoPort.all)
  func publicKeyOffTheCurve(port: CryptoPort) {
    let (x, y) = (Array(key.publicKey.prefix(32)), Array(key.publicKey.suffix(32)))
    for publicKey in [zero + zero, ones + ones, zero + y, x + zero, y + x, x + x] {
      #expect(!port.verify(digest: digest, publicKey: publicKey, signature: signature))
    }
  }

  @Test("a signature forged for a point off the curve is refused (SEC 1, 3.2.2.1)", arguments: CryptoPort.all)
  func forgedOffTheCurve(port: CryptoPort) {
    // The addition of points does not use the curve's b. With it, u1 = 0x1234567, u2 = 0x89abcdef and
    // R = u1·G + u2·Q, these r = x(R), s = r / u2 and digest u1·s pass where Q is not checked.
    let publicKey = [UInt8](
      hexadecimal: "0000000000000000000000000000000000000000000000000000000011111111"
        + "0000000000000000000000000000000000000000000000000000000022222222")
    #expect(
      !port.verify(
        digest: [UInt8](hexadecimal: "774529b7ad6b0ff107c6179cf69b77b21a83ed6a143527fdbbd37f70a4f9d674"),
        publicKey: publicKey,
        signature: [UInt8](
          hexadecimal: "82fd0f2975ce16103c8bec47dc220670104d4f68a5c761373bd784a43eb26839"
            + "cc8d315bb5f8ce363a3fab0c5d3299cc95f1f37b67be1aef6d4e201f97083291")))
  }

  @Test("a private key is from 1 to n - 1", arguments: CryptoPort.all)
  func privateKeyOutOfRange(port: CryptoPort) {
    for privateKey in [zero, P256Key.order, ones] {
      #expect(port.sign(digest: digest, privateKey: privateKey) == nil)
    }
  }

  @Test("lengths are exact", arguments: CryptoPort.all)
  func lengths(port: CryptoPort) {
    let (r, s) = (Array(signature.prefix(32)), Array(signature.suffix(32)))
    // The last are the same numbers, with a zero before each and with one between them.
    for signature in [[], r, Array(signature.dropLast(2)), [0] + r + [0] + s, r + [0] + s] {
      #expect(!port.verify(digest: digest, publicKey: key.publicKey, signature: signature))
    }
    // The third and the fourth are encodings of the same point that BearSSL or mbed TLS themselves would take.
    let sameParity = [2 + (key.publicKey[63] & 1)] + key.publicKey.prefix(32)
    for publicKey in [[], Array(key.publicKey.dropLast()), [4] + key.publicKey, sameParity, [0]] {
      #expect(!port.verify(digest: digest, publicKey: publicKey, signature: signature))
    }
    for privateKey in [[], Array(key.privateKey.dropLast()), [0] + key.privateKey] {
      #expect(port.sign(digest: digest, privateKey: privateKey) == nil)
    }
    for digest in [[], Array(digest.dropLast()), digest + [0]] {
      #expect(!port.verify(digest: digest, publicKey: key.publicKey, signature: signature))
      #expect(port.sign(digest: digest, privateKey: key.privateKey) == nil)
    }
  }

  @Test(
    "a buffer too short for a signature stays as it is, and a longer one beyond it", arguments: CryptoPort.all
  )
  func buffers(port: CryptoPort) {
    var short = [UInt8](repeating: 0xA5, count: 63)
    #expect(!port.sign(protected: [], payload: [], privateKey: key.privateKey, into: &short))
    #expect(short == [UInt8](repeating: 0xA5, count: 63))
    var long = [UInt8](repeating: 0xA5, count: 66)
    #expect(port.sign(protected: [], payload: [], privateKey: key.privateKey, into: &long))
    #expect(long.suffix(2) == [0xA5, 0xA5])
    let signature = Array(long.prefix(64))
    #expect(port.verify(protected: [], payload: [], publicKey: key.publicKey, signature: signature))
  }

  @Test(
    "an algorithm other than ESP256, ES256 and Ed25519 is refused, and Ed25519 with a key of P-256",
    arguments: CryptoPort.all)
  func algorithms(port: CryptoPort) {
    var signature = [UInt8](repeating: 0, count: 64)
    #expect(port.sign(.es256, protected: [], payload: [], privateKey: key.privateKey, into: &signature))
    for algorithm in [COSEAlgorithm.esp256, .es256] {
      #expect(
        port.verify(algorithm, protected: [], payload: [], publicKey: key.publicKey, signature: signature))
    }
    for algorithm in [COSEAlgorithm.ed25519, .eddsa, .sha256, .a128GCM, COSEAlgorithm(rawValue: 0)] {
      #expect(
        !port.verify(algorithm, protected: [], payload: [], publicKey: key.publicKey, signature: signature))
      guard algorithm != .ed25519 else { continue }
      #expect(!port.sign(algorithm, protected: [], payload: [], privateKey: key.privateKey, into: &signature))
    }
  }
}
