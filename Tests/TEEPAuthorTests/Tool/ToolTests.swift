import Foundation
import TEEPAuthor
import TEEPHost
import TEEPTestSupport
import Testing

/// The `teep` tool as a process: what it writes, what it says, and its exit status.
@Suite("The teep tool")
struct ToolTests {
  private let teep = Command(product: "teep")
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Runs the tool, which must succeed.
  @discardableResult
  private func run(_ arguments: String...) throws -> String {
    let outcome = try teep.run(arguments)
    try #require(outcome.status == 0, "teep \(arguments): \(outcome.errors)")
    return outcome.text
  }

  /// Runs the tool, which must fail with one sentence.
  private func fail(_ arguments: [String], input: [UInt8] = []) throws -> String {
    let outcome = try teep.run(arguments, input: input)
    #expect(outcome.status != 0, "teep \(arguments)")
    #expect(outcome.output.isEmpty, "teep \(arguments)")
    return outcome.errors
  }

  @Test(
    "keys: made with mode 0600 and a public key beside; shown without their secret",
    arguments: KeyType.allCases)
  func keys(type: KeyType) throws {
    let path = folder.path("tam.pem")
    let said = try run("key", "generate", "--type", type.rawValue, "--output", path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let key = try KeyFile.signingKey(at: path)
    #expect(try KeyFile.verificationKey(at: folder.path("tam.pub.pem")) == key.verificationKey)

    let thumbprint = key.verificationKey.thumbprint.hexadecimal
    #expect(
      try run("key", "show", path) == "type: \(type.rawValue)\nkind: private\nthumbprint: \(thumbprint)\n")
    #expect(
      try run("key", "show", folder.path("tam.pub.pem"))
        == "type: \(type.rawValue)\nkind: public\nthumbprint: \(thumbprint)\n")
    #expect(!said.contains(key.privateRepresentation.hexadecimal))

    let before = try folder.read("tam.pem")
    let sentence = try fail(["key", "generate", "--type", type.rawValue, "--output", path])
    #expect(
      sentence
        == "Error: \(folder.path("tam.pub.pem")): exists already; choose another name or delete it first\n")
    #expect(try folder.read("tam.pem") == before)
  }

  @Test("a manifest: created, signed, shown, and its signature checked")
  func manifest() throws {
    try run("key", "generate", "--type", "p256", "--output", folder.path("signer.pem"))
    try run("key", "generate", "--type", "ed25519", "--output", folder.path("other.pem"))
    try folder.write(Array("abc".utf8), to: "app.bin")
    let description = """
      component: TEEP-Device/app
      manifest-component: TEEP-Device/suit
      sequence-number: 1
      vendor-domain: teep.example
      class-name: model-1
      payload: {uri: "http://h/{digest}", file: app.bin}
      """
    try folder.write(Array(description.utf8), to: "app.yaml")
    let (unsigned, signed) = (folder.path("app.unsigned"), folder.path("app.suit"))
    try run("manifest", "create", "--description", folder.path("app.yaml"), "--output", unsigned)
    try run("manifest", "sign", "--key", folder.path("signer.pem"), unsigned, "--output", signed)

    let shown = try run("manifest", "show", signed, "--key", folder.path("signer.pub.pem"))
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let thumbprint = try KeyFile.verificationKey(at: folder.path("signer.pub.pem")).thumbprint.hexadecimal
    // The class is the UUIDv5 of "model-1" in that of teep.example, by Python's uuid.uuid5.
    #expect(
      shown == """
        manifest-component: TEEP-Device/suit
        sequence-number: 1
        component: TEEP-Device/app
        vendor-id: c0ddd5f1-5243-5660-87db-4f5b0aa26c2f
        class-id: 22c21cdd-e081-52c9-bd0f-2604f84d5d2f
        digest: SHA-256 \(digest)
        size: 3 bytes
        uri: http://h/\(digest)
        signature: ESP256 by \(thumbprint)
        signed by: \(thumbprint)

        """)
    let outcome = try teep.run(["manifest", "show", signed, "--key", folder.path("other.pub.pem")])
    #expect(outcome.status != 0)
    #expect(outcome.errors == "Error: \(signed): has no valid signature or authentication code by this key\n")
    #expect(
      try fail(["manifest", "sign", "--key", folder.path("signer.pub.pem"), unsigned, "--output", signed])
        == "Error: \(folder.path("signer.pub.pem")): this is a public key; give the private key\n")
  }

  @Test("a bare manifest: authenticated with a shared key, shown, and its code checked")
  func sharedKey() throws {
    // {1: 1, 2: 3, 3: <<{2: [[h'01']]}>>}
    let unsigned = try folder.write(
      [UInt8](hexadecimal: "a3 01 01 02 03 03 46 a1 02 81 81 41 01"), to: "bare")
    let (signed, key, other) = (folder.path("app.suit"), folder.path("mac.bin"), folder.path("other.bin"))
    try FileContents.createPrivate([UInt8](repeating: 1, count: 32), at: key)
    try FileContents.createPrivate([UInt8](repeating: 2, count: 32), at: other)
    try run("manifest", "sign", "--mac-key", key, unsigned, "--output", signed)
    let thumbprint = try MACKey(file: key).thumbprint.hexadecimal
    #expect(
      try run("manifest", "show", signed, "--mac-key", key) == """
        sequence-number: 3
        component: 0x01
        authentication code: HMAC-256 by \(thumbprint)
        authenticated by: \(thumbprint)

        """)
    #expect(try teep.run(["manifest", "show", signed, "--mac-key", other]).status != 0)
    let (neither, both) = try (
      fail(["manifest", "sign", unsigned, "--output", signed]),
      fail(["manifest", "sign", "--key", key, "--mac-key", key, unsigned, "--output", signed])
    )
    #expect(neither.contains("give either --key or --mac-key") && both.contains("either --key or --mac-key"))
  }

  @Test("inspect reads standard input, and says file and offset of what is damaged")
  func inspect() throws {
    let outcome = try teep.run(["inspect", "-"], input: [0x82, 0x01, 0xA0])
    #expect(outcome.status == 0 && outcome.text == "/ QueryRequest / [/ type / 1, / options / {}]\n")
    let path = try folder.write([0x82, 0x01, 0x19, 0x01], to: "cut.cbor")
    #expect(try fail(["inspect", path]) == "Error: \(path): the bytes end too early, at offset 2\n")
    #expect(
      try fail(["inspect", folder.path("none")])
        == "Error: \(folder.path("none")): cannot be read: No such file or directory; "
        + "check the name and the permissions\n")
  }

  @Test("provision makes a store that is readable by its owner alone; list and extract read it")
  func provision() throws {
    for name in ["agent", "tam", "signer"] {
      try run("key", "generate", "--type", "p256", "--output", folder.path("\(name).pem"))
    }
    let image = folder.path("store.bin")
    var arguments = [
      "provision", "--board", "microbit", "--device-key", folder.path("agent.pem"), "--tam-key",
      folder.path("tam.pub.pem"), "--tam-uri", "http://127.0.0.1:8080/tam", "--signer-key",
      folder.path("signer.pub.pem"), "--vendor-id", "c0ddd5f1-5243-5660-87db-4f5b0aa26c2f", "--class-id",
      "db42f709-3d8c-55ba-a8c5-265fc5820f4e", "--output", image,
    ]
    let outcome = try teep.run(arguments)
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
    let attributes = try FileManager.default.attributesOfItem(atPath: image)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.size] as? Int == 156 * 1024)
    #expect(try run("store", "list", "--image", image) == "")
    #expect(
      try fail(["store", "extract", "--image", image, "app", "--output", folder.path("app")])
        == "Error: \(image): does not hold the component app; 'teep store list' shows what it holds\n")

    #expect(
      try fail(arguments) == "Error: \(image): exists already; choose another name or delete it first\n")
    arguments += ["--tam-uri", "http://127.0.0.1:8081/tam"]
    #expect(
      try fail(arguments).hasPrefix(
        "Error: there are 1 --tam-key and 2 --tam-uri; give one URI for each key\n"))
  }

  @Test(
    "arguments that are wrong are named",
    arguments: [
      (
        ["key", "generate", "--type", "rsa", "--output", "a"],
        "The value 'rsa' is invalid for '--type <type>'"
      ),
      (["store", "extract", "--image", "a", "x//y", "--output", "b"], "none of them may be empty"),
      (["tam", "list", "--admin", "/run/tam.sock"], "'/run/tam.sock' is no address of the form unix:PATH"),
      (["tam", "list"], "Missing expected argument '--admin <unix:PATH>'"),
    ])
  func arguments(arguments: [String], sentence: String) throws {
    let errors = try fail(arguments)
    #expect(errors.contains(sentence), "\(errors)")
  }

  @Test("a TAM that does not answer is named")
  func noTAM() throws {
    let address = "unix:" + folder.path("admin.sock")
    let errors = try fail(["tam", "devices", "--admin", address])
    #expect(errors.hasPrefix("Error: no TAM answers at \(address)"), "\(errors)")
  }
}
