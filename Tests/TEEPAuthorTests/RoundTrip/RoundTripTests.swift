import Foundation
import TEEPAuthor
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

/// What `teep manifest create` and `sign` make of a description, installed by the agent, down to the bytes in the store.
@Suite("From a description to the store")
struct RoundTripTests {
  private static let identity = """
    sequence-number: 1
    vendor-domain: \(AuthoredDevice.vendor)
    class-name: \(AuthoredDevice.deviceClass)

    """
  private let folder: TemporaryFolder
  private let first = Array("the first payload".utf8)
  private let second = Array("the second payload, which is longer".utf8)

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(first, to: "first.bin")
    try folder.write(second, to: "second.bin")
    try FileContents.createPrivate(AuthoredDevice.keyEncryptionKey, at: folder.path("kek.bin"))
  }

  /// The signed envelope of a description, to which the identity of the device's class is added.
  private func envelope(_ yaml: String, _ signer: SigningKey) throws -> [UInt8] {
    let path = try folder.write(Array((Self.identity + yaml).utf8), to: "description.yaml")
    let description = try DescriptionFile.read(ManifestDescription.self, at: path)
    var document = try EnvelopeDocument(description) { try FileContents.write($1, to: $0) }
    try document.sign(with: signer)
    return document.encoded
  }

  @Test("a manifest with a code of a shared key is taken by a device that has the key, as no other is")
  func macKey() throws {
    let description = try folder.write(
      Array((Self.identity + "component: lock/app\npayload: {content: true, file: first.bin}\n").utf8),
      to: "app.yaml")
    var keys: [MACKey] = []
    for (index, name) in ["mac.bin", "other.bin"].enumerated() {
      try FileContents.createPrivate([UInt8](repeating: UInt8(index), count: 32), at: folder.path(name))
      keys.append(try MACKey(file: folder.path(name)))
    }
    var device = try AuthoredDevice(macKey: keys[0])
    var documents: [EnvelopeDocument] = []
    for key in keys {
      var document = try EnvelopeDocument(DescriptionFile.read(ManifestDescription.self, at: description))
      try document.authenticate(with: key)
      documents.append(try EnvelopeDocument(decoding: document.encoded))
    }
    #expect(documents[0].isAuthenticated(by: keys[0]) && !documents[0].isAuthenticated(by: keys[1]))
    #expect(try device.update([documents[1].encoded]) == .unauthorised)
    #expect(try device.installed() == [:])
    #expect(try device.update([documents[0].encoded]) == nil)
    #expect(try device.installed() == ["lock/app": first])
    // A device without the key does not know whose code it is.
    var stranger = try AuthoredDevice()
    #expect(try stranger.update([documents[0].encoded]) == .unauthorised)
  }

  private static let two = """
    manifest-component: lock/suit
    components:
    - {identifier: lock/app, payload: {integrated: true, file: first.bin}}
    - {identifier: lock/data, payload: {content: true, file: second.bin}}
    validate: true
    text: {en: {manifest-description: Two components}}
    severed: [install, text]

    """

  @Test("two components, one integrated and one in the manifest, with severed members, and their removal")
  func severalComponents() throws {
    var device = try AuthoredDevice()
    #expect(try device.update([envelope(Self.two, device.signer)]) == nil)
    #expect(try device.installed() == ["lock/app": first, "lock/data": second])
    #expect(try device.update(unneeded: [ComponentIdentifier("lock/suit")]) == nil)
    #expect(try device.installed() == [:])
  }

  @Test("without the severed member that it needs, a manifest is refused")
  func missingSeveredMember() throws {
    var device = try AuthoredDevice()
    let whole = try envelope(Self.two, device.signer)
    let document = try EnvelopeDocument(decoding: whole)
    // Of the members behind the manifest only the integrated payload: key "#tc" and the payload's byte string.
    let head = try #require(whole.firstRange(of: document.manifest)).upperBound
    let payload = try #require(whole[head...].firstRange(of: [0x63] + Array("#tc".utf8))).lowerBound
    let cut = [0xA3] + whole[1..<head] + whole[payload...]
    #expect(whole[0] == 0xA5)
    #expect(try device.update([Array(cut)]) != nil)
    #expect(try device.installed() == [:])
  }

  @Test("a dependency in the envelope, removed with its dependent")
  func dependency() throws {
    var device = try AuthoredDevice()
    let library = try envelope(
      """
      component: lock/library
      manifest-component: lock/library.suit
      payload: {integrated: true, file: second.bin}

      """, device.signer)
    try folder.write(library, to: "library.suit")
    let dependent = try envelope(
      """
      component: lock/app
      manifest-component: lock/suit
      payload: {integrated: true, file: first.bin}
      dependencies: [{envelope: library.suit, integrated: true}]

      """, device.signer)
    #expect(try device.update([dependent]) == nil)
    #expect(try device.installed() == ["lock/app": first, "lock/library": second])
    #expect(try device.update(unneeded: [ComponentIdentifier("lock/suit")]) == nil)
    #expect(try device.installed() == [:])
  }

  @Test(
    "encrypted payloads, to a public key or with a key encryption key, in the manifest or fetched and copied",
    arguments: ["recipient: public.pem", "key-encryption-key: kek.bin"], ["A128CTR", "A128GCM"])
  func encrypted(key: String, algorithm: String) throws {
    let uri = "http://host/app"
    var device = try AuthoredDevice()
    try KeyFile.write(device.recipient.verificationKey, to: folder.path("public.pem"))
    let inline = try envelope(
      """
      component: lock/secret
      manifest-component: lock/secret.suit
      payload: {content: true, file: first.bin, encryption: {\(key), algorithm: \(algorithm)}}

      """, device.signer)
    #expect(try device.update([inline]) == nil)
    #expect(try device.installed() == ["lock/secret": first])

    let fetched = try envelope(
      """
      component: lock/app
      manifest-component: lock/suit
      payload:
        uri: \(uri)
        file: second.bin
        encryption: {\(key), algorithm: \(algorithm), staging: lock/staging, file: app.encrypted}

      """, device.signer)
    let encrypted = try folder.read("app.encrypted")
    #expect(encrypted != second)
    try device.serve([uri: encrypted])
    #expect(try device.update([fetched]) == nil)
    #expect(try device.installed()["lock/app"] == second)
  }

  @Test("alternatives: the first branch whose conditions hold is taken")
  func alternatives() throws {
    var device = try AuthoredDevice()
    let made = try envelope(
      """
      manifest-component: lock/suit
      components: [{identifier: lock/app, payload: {integrated: true, file: first.bin}}]
      sequences:
        install:
        - directive-try-each:
          - [condition-abort, directive-override-parameters: {content: never}, directive-write]
          - [directive-override-parameters: {uri: "#tc"}, directive-fetch]
        - condition-image-match

      """, device.signer)
    #expect(try device.update([made]) == nil)
    #expect(try device.installed() == ["lock/app": first])
  }
}
