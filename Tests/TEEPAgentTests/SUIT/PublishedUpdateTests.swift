import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// The published envelopes as TEEP Updates, to the bytes in the store.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct PublishedUpdateTests {
  private static let lenient: TrustAnchorPolicy = [.allowsMissingConditions, .allowsImplicitIntegrity]
  private static let plaintext = Array("This is a real firmware image.".utf8)
  /// TEEP-Device, SecureFS, config.json or config.suit.
  private static let configuration = [UInt8](
    hexadecimal: "83 4b 544545502d446576696365 48 5365637572654653 4b 636f6e6669672e6a736f6e")
  private static let configurationManifest = [UInt8](
    hexadecimal: "83 4b 544545502d446576696365 48 5365637572654653 4b 636f6e6669672e73756974")
  private static let personalizationURIs = [
    "https://example.org/8d82573a-926d-4754-9353-32dc29997f74.suit",
    "https://example.org/8d82573a-926d-4754-9353-32dc29997f74.ta",
  ]

  private static func identifier(_ name: String) -> [UInt8] {
    [0x81, 0x40 | UInt8(name.utf8.count)] + Array(name.utf8)
  }

  private static func device(
    policy: TrustAnchorPolicy, payloads: [String: [UInt8]] = [:]
  ) throws -> TestDevice {
    try TestDevice(content: ExampleProvisioning.encode(policy: policy), payloads: payloads)
  }

  /// The reason of the report in an Error; nil for a Success.
  private func reason(_ answer: [UInt8]?) throws -> SUITReportReason? {
    let payload = try #require(answer)
    let message = try TEEPMessage(decoding: payload.span, numbers: .final)
    guard message.type != .success else { return nil }
    guard let reports = message.list(.suitReports) else { return .ok }
    var reader = reports.makeReader()
    let report = try SUITReport(decoding: reader.byteString())
    guard case .failure(_, _, let reason) = report.result else { return .ok }
    return reason
  }

  private static func personalizationPayloads() throws -> [String: [UInt8]] {
    [
      personalizationURIs[0]: try [0xD8, 0x6B] + Vectors.bytes("teep-appendixE-suit_uri.cbor"),
      personalizationURIs[1]: try Vectors.bytes("teep-appendixE-8d82573a.ta"),
    ]
  }

  @Test(
    "Appendix E.3 decrypts its configuration and installs what it depends on; its removal takes both away")
  func personalization() throws {
    var device = try Self.device(policy: Self.lenient, payloads: Self.personalizationPayloads())
    let free = try device.freeByteCount
    let update = try TestEnvelope.update([Vectors.bytes("teep-appendixE-suit_personalization.cbor")])
    #expect(try reason(device.process(signing: update)) == nil)
    let configuration = try #require(try device.contents(of: Self.configuration))
    #expect(configuration.count == 61)
    #expect(TestEnvelope.sha256(configuration).hexadecimal.hasPrefix("8273468f"))
    #expect(try device.contents() == Vectors.bytes("teep-appendixE-8d82573a.ta"))
    let removal = try TestEnvelope.update([], unneeded: [Self.configurationManifest])
    #expect(try reason(device.process(signing: removal)) == nil)
    #expect(try device.contents(of: Self.configuration) == nil)
    #expect(try device.contents() == nil)
    #expect(try device.freeByteCount == free)
  }

  @Test("What was installed for its own sake stays when its dependent is removed, and cannot go before it")
  func ownRoot() throws {
    var device = try Self.device(policy: Self.lenient, payloads: Self.personalizationPayloads())
    let own = try TestEnvelope.update([Vectors.bytes("teep-appendixE-suit_uri.cbor")])
    #expect(try reason(device.process(signing: own)) == nil)
    let update = try TestEnvelope.update([Vectors.bytes("teep-appendixE-suit_personalization.cbor")])
    #expect(try reason(device.process(signing: update)) == nil)
    // The component's identifier with another last segment.
    let dependency: [UInt8] = Array(TestDevice.exampleComponent.prefix(TestDevice.exampleComponent.count - 3))
    let identifier: [UInt8] = dependency + [0x44, 0x73, 0x75, 0x69, 0x74]
    let early = try device.process(signing: TestEnvelope.update([], unneeded: [identifier]))
    #expect(early?.last == 11)
    let removal = try TestEnvelope.update([], unneeded: [Self.configurationManifest])
    #expect(try reason(device.process(signing: removal)) == nil)
    #expect(try device.contents() == Vectors.bytes("teep-appendixE-8d82573a.ta"))
  }

  @Test("A strict processor refuses appendix E.3 and trust-domain example 2: they check no integrity")
  func strict() throws {
    var device = try Self.device(
      policy: .allowsMissingConditions, payloads: Self.personalizationPayloads())
    let free = try device.freeByteCount
    for name in ["teep-appendixE-suit_personalization", "suit-td-example2_integrated"] {
      let update = try TestEnvelope.update([Vectors.bytes("\(name).cbor")])
      #expect(try reason(device.process(signing: update)) == .unauthorised)
    }
    #expect(try device.freeByteCount == free)
  }

  @Test(
    "The trust-domain examples write what they say", arguments: ["0_dependent", "1_process", "2_integrated"])
  func trustDomains(_ name: String) throws {
    let dependent = try Vectors.bytes("suit-td-example0_dependent.cbor")
    var device = try Self.device(
      policy: Self.lenient, payloads: ["http://example.com/dependent.suit": dependent])
    let update = try TestEnvelope.update([Vectors.bytes("suit-td-example\(name).cbor")])
    #expect(try reason(device.process(signing: update)) == nil)
    #expect(try device.contents(of: Self.identifier("00")) == Array("hello world".utf8))
    let own = try device.contents(of: Self.identifier("10"))
    #expect(own == (name.hasPrefix("0") ? nil : Array(" in multiple trust domains".utf8)))
  }

  @Test("Without conditions on vendor and class a manifest is refused, unless its signer may leave them out")
  func missingConditions() throws {
    var device = try Self.device(policy: [])
    let update = try TestEnvelope.update([Vectors.bytes("suit-td-example0_dependent.cbor")])
    #expect(try reason(device.process(signing: update)) == .conditionFailed)
    #expect(try device.contents(of: Self.identifier("00")) == nil)
  }

  @Test(
    "The encryption examples end in the plaintext",
    arguments: [
      ("es-ecdh-content", "decrypted-firmware"), ("es-ecdh-dependency", "decrypted-firmware"),
      ("aes-kw", "plaintext-firmware"), ("aes-kw-slot", ""), ("aes-kw-content", "plaintext-firmware"),
    ])
  func encryption(_ name: String, _ component: String) throws {
    let payload = try Vectors.bytes("suit-enc-payload-aes-kw-aes-gcm.bin")
    var device = try Self.device(
      policy: Self.lenient, payloads: ["coaps://example.com/encrypted-firmware": payload])
    let update = try TestEnvelope.update([Vectors.bytes("suit-enc-suit-manifest-\(name).cbor")])
    #expect(try reason(device.process(signing: update)) == nil)
    let identifier = component.isEmpty ? [0x81, 0x41, 0x00] : Self.identifier(component)
    #expect(try device.contents(of: identifier) == Self.plaintext)
  }

  @Test("A changed ciphertext is refused and leaves nothing behind")
  func changedCiphertext() throws {
    var payload = try Vectors.bytes("suit-enc-payload-aes-kw-aes-gcm.bin")
    payload[3] ^= 1
    var device = try Self.device(
      policy: Self.lenient, payloads: ["coaps://example.com/encrypted-firmware": payload])
    let free = try device.freeByteCount
    let update = try TestEnvelope.update([Vectors.bytes("suit-enc-suit-manifest-aes-kw.cbor")])
    #expect(try reason(device.process(signing: update)) == .operationFailed)
    #expect(try device.freeByteCount == free)
  }
}
