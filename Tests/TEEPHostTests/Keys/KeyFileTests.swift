import Foundation
import TEEPHost
import TEEPTestSupport
import Testing

@Suite("Key files")
struct KeyFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("a private key file has mode 0600, and an existing file stays as it is")
  func mode() throws {
    let path = folder.path("key.pem")
    try KeyFile.write(SigningKey(generating: .p256), to: path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)

    let before = try folder.read("key.pem")
    let error = #expect(throws: FileError.self) {
      try KeyFile.write(SigningKey(generating: .p256), to: path)
    }
    #expect(error?.description == "\(path): exists already; choose another name or delete it first")
    #expect(try folder.read("key.pem") == before)
  }

  @Test("no description of a signing key shows its secret", arguments: KeyType.allCases)
  func noLeak(type: KeyType) throws {
    let secret = [UInt8](repeating: 0x5A, count: 32)
    let key = try SigningKey(type: type, privateRepresentation: secret)
    var dumped = ""
    dump(key, to: &dumped)
    dump([key], to: &dumped)
    for text in ["\(key)", String(reflecting: key), "\([key])", "\(Optional(key) as Any)", dumped] {
      #expect(!text.contains("90") && !text.lowercased().contains("5a"), "\(text)")
      #expect(text.contains("\(type.rawValue) signing key"))
    }
  }

  @Test(
    "what is no usable key gets a sentence that says what it is and what to do",
    arguments: [
      (["genpkey", "-algorithm", "x25519"], "this is a key of the algorithm 1.3.101.110"),
      (
        ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
        "this is a key of the algorithm 1.2.840.113549.1.1.1"
      ),
      (
        ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
        "this is a key on the curve 1.3.132.0.34"
      ),
      (["ecparam", "-name", "secp384r1", "-genkey"], "on another curve than P-256"),
      (["genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:x"], "the key is encrypted"),
      (["rand", "-hex", "32"], "there is no key in PEM here"),
    ])
  func wrongKey(command: [String], expected: String) throws {
    let path = folder.path("wrong.pem")
    let outcome = try Command("openssl").run(command)
    try #require(outcome.status == 0)
    try folder.write(outcome.output, to: "wrong.pem")
    let error = #expect(throws: FileError.self) { try KeyFile.signingKey(at: path) }
    let sentence = try #require(error).description
    #expect(sentence.hasPrefix("\(path): ") && sentence.contains(expected), "\(sentence)")
  }

  @Test("the other half of a pair, two keys and a missing file are named as such")
  func wrongHalf() throws {
    let key = try SigningKey(generating: .ed25519)
    try KeyFile.write(key, to: folder.path("private.pem"))
    try KeyFile.write(key.verificationKey, to: folder.path("public.pem"))
    try folder.write(Array((key.pem() + key.verificationKey.pem()).utf8), to: "both.pem")
    #expect(throws: FileError(folder.path("public.pem"), KeyError.isPublic.description)) {
      try KeyFile.signingKey(at: folder.path("public.pem"))
    }
    #expect(throws: FileError(folder.path("private.pem"), KeyError.isPrivate.description)) {
      try KeyFile.verificationKey(at: folder.path("private.pem"))
    }
    #expect(throws: FileError(folder.path("both.pem"), KeyError.severalKeys.description)) {
      try KeyFile.signingKey(at: folder.path("both.pem"))
    }
    #expect(
      throws: FileError(
        folder.path("none.pem"),
        "cannot be read: No such file or directory; check the name and the permissions")
    ) { try KeyFile.signingKey(at: folder.path("none.pem")) }
    #expect(throws: FileError.self) { try KeyFile.signingKey(at: folder.url.path) }
  }

  @Test(
    "a PEM cut short anywhere is refused, and one changed anywhere never traps",
    arguments: KeyType.allCases)
  func damaged(type: KeyType) throws {
    var generator = SeededGenerator()
    print("TEEP_SEED=\(generator.seed)")
    let key = try SigningKey(generating: type)
    let text = try Array(key.verificationKey.pem().utf8)
    for count in 0..<(text.count - 30) {
      #expect(throws: KeyError.self) {
        try VerificationKey(pem: String(decoding: text.prefix(count), as: UTF8.self))
      }
    }
    for _ in 0..<500 {
      var changed = try Array(key.pem().utf8)
      changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(
        in: 0...127, using: &generator)
      _ = try? SigningKey(pem: String(decoding: changed, as: UTF8.self))
    }
  }

  @Test("a point that is not on the curve is no P-256 key (SEC 1, section 3.2.2.1)")
  func offCurve() {
    #expect(throws: KeyError.self) {
      try VerificationKey(type: .p256, rawRepresentation: [UInt8](repeating: 1, count: 64))
    }
    #expect(throws: KeyError.self) { try VerificationKey(type: .ed25519, rawRepresentation: [1]) }
    #expect(throws: KeyError.self) {
      try SigningKey(type: .p256, privateRepresentation: [UInt8](repeating: 0xFF, count: 32))
    }
  }
}
