import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

/// Keys that `openssl` made, and signatures that it checks and makes.
@Suite("Keys in PEM against OpenSSL")
struct OpenSSLKeyTests {
  private let openssl = Command("openssl")
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  static let making: [(KeyType, [String])] = [
    (.p256, ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    (.p256, ["ecparam", "-name", "prime256v1", "-genkey"]),
    (.ed25519, ["genpkey", "-algorithm", "ed25519"]),
  ]

  @Test(
    "a key made by openssl (PKCS#8, SEC 1) loads, and its public half is the one openssl extracts",
    arguments: making)
  func load(type: KeyType, command: [String]) throws {
    let (privatePath, publicPath) = (folder.path("key.pem"), folder.path("key.pub.pem"))
    try run(command + ["-out", privatePath])
    try run(["pkey", "-in", privatePath, "-pubout", "-out", publicPath])

    let key = try KeyFile.signingKey(at: privatePath)
    #expect(key.type == type)
    #expect(try KeyFile.verificationKey(at: publicPath) == key.verificationKey)
    #expect(try key.verificationKey.pem() == String(decoding: folder.read("key.pub.pem"), as: UTF8.self))
  }

  @Test(
    "a key written here is PKCS#8 and SPKI that openssl reads and would have written",
    arguments: KeyType.allCases)
  func written(type: KeyType) throws {
    let key = try SigningKey(generating: type)
    try KeyFile.write(key, to: folder.path("key.pem"))
    try KeyFile.write(key.verificationKey, to: folder.path("key.pub.pem"))

    let again = try run(["pkey", "-in", folder.path("key.pem")])
    #expect(try again.output == folder.read("key.pem"))
    let publicHalf = try run(["pkey", "-in", folder.path("key.pem"), "-pubout"])
    #expect(try publicHalf.output == folder.read("key.pub.pem"))
  }

  @Test("an Ed25519 signature made here is the one openssl makes (RFC 8032 is deterministic)")
  func ed25519Signature() throws {
    let key = try SigningKey(generating: .ed25519)
    try KeyFile.write(key, to: folder.path("key.pem"))
    // RFC 9052, section 4.4: ["Signature1", h'A10132', h'', h'010203'], encoded by hand
    try folder.write([UInt8](hexadecimal: "846a5369676e61747572653143a101324043010203"), to: "message")
    let expected = try run([
      "pkeyutl", "-sign", "-rawin", "-inkey", folder.path("key.pem"), "-in", folder.path("message"),
    ])

    let (protected, payload): ([UInt8], [UInt8]) = ([0xA1, 0x01, 0x32], [1, 2, 3])
    let structure = SignatureStructure(sign1Protected: protected.span, payload: payload.span)
    let signature = try key.signature(of: structure)
    let isValid = key.verificationKey.isValidSignature(signature.span, of: structure)
    #expect(signature == expected.output)
    #expect(isValid)
  }

  @Test("an ESP256 signature made here is r ‖ s of one that openssl verifies")
  func esp256Signature() throws {
    let key = try SigningKey(generating: .p256)
    try KeyFile.write(key.verificationKey, to: folder.path("key.pub.pem"))
    try folder.write([UInt8](hexadecimal: "846a5369676e61747572653143a101284043010203"), to: "message")

    let (protected, payload): ([UInt8], [UInt8]) = ([0xA1, 0x01, 0x28], [1, 2, 3])
    let structure = SignatureStructure(sign1Protected: protected.span, payload: payload.span)
    let signature = try key.signature(of: structure)
    #expect(signature.count == 64)
    try folder.write(derSignature(signature), to: "signature")
    let arguments = [
      "dgst", "-sha256", "-verify", folder.path("key.pub.pem"), "-signature", folder.path("signature"),
    ]
    try run(arguments + [folder.path("message")])
    let isValid = key.verificationKey.isValidSignature(signature.span, of: structure)
    #expect(isValid)
  }

  @Test(
    "a changed signature, message or key, or a signature of another length, is not valid",
    arguments: KeyType.allCases)
  func invalid(type: KeyType) throws {
    let key = try SigningKey(generating: type)
    let (protected, payload, other): ([UInt8], [UInt8], [UInt8]) = ([0xA1, 0x01, 0x28], [1, 2], [1, 3])
    let structure = SignatureStructure(sign1Protected: protected.span, payload: payload.span)
    let signature = try key.signature(of: structure)
    let anotherStructure = SignatureStructure(sign1Protected: protected.span, payload: other.span)
    let stranger = try SigningKey(generating: type).verificationKey

    var verdicts = [key.verificationKey.isValidSignature(signature.span, of: structure)]
    for index in [0, 31, 32, 63] {
      var changed = signature
      changed[index] ^= 1
      verdicts.append(key.verificationKey.isValidSignature(changed.span, of: structure))
    }
    for wrong in [[], Array(signature.dropLast()), signature + [0]] {
      verdicts.append(key.verificationKey.isValidSignature(wrong.span, of: structure))
    }
    verdicts.append(key.verificationKey.isValidSignature(signature.span, of: anotherStructure))
    verdicts.append(stranger.isValidSignature(signature.span, of: structure))
    #expect(verdicts == [true] + Array(repeating: false, count: 9))
  }

  @discardableResult
  private func run(_ arguments: [String]) throws -> Command.Outcome {
    let outcome = try openssl.run(arguments)
    try #require(outcome.status == 0, "openssl \(arguments): \(outcome.errors)")
    return outcome
  }
}
