import TEEPAuthor
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

@Suite(
  "Manifests with sequences of their own against published examples",
  .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct PublishedManifestTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func document(_ yaml: String) throws -> EnvelopeDocument {
    let path = try folder.write(Array(yaml.utf8), to: "description.yaml")
    return try EnvelopeDocument(DescriptionFile.read(ManifestDescription.self, at: path))
  }

  private func expect(_ yaml: String, makes file: String) throws {
    let published = try EnvelopeDocument(decoding: Vectors.bytes(file))
    let made = try document(yaml)
    #expect(made.manifest.hexadecimalDigits == published.manifest.hexadecimalDigits)
    let (madeMembers, publishedMembers) = try (made.behindManifest, published.behindManifest)
    #expect(madeMembers.hexadecimalDigits == publishedMembers.hexadecimalDigits)
  }

  @Test(
    "draft-ietf-suit-manifest-37, byte for byte",
    arguments: [
      (ManifestExamples.severed, 2), (ManifestExamples.tryEach, 3), (ManifestExamples.copies, 4),
    ])
  func manifestDraft(yaml: String, number: Int) throws {
    try expect(yaml, makes: "suit-manifest-37-example\(number).cbor")
  }

  @Test("draft-ietf-teep-protocol-26, appendix E.3, byte for byte")
  func personalization() throws {
    let file = "teep-appendixE-suit_personalization.cbor"
    try folder.write(Vectors.bytes("teep-appendixE-suit_uri.cbor"), to: "teep-appendixE-suit_uri.cbor")
    try writeEncryptionInfo(of: file)
    try expect(TreeExamples.personalization, makes: file)
  }

  @Test("draft-ietf-suit-trust-domains-11, example 2, byte for byte")
  func integratedDependency() throws {
    try folder.write(Vectors.bytes("suit-td-example0_dependent.cbor"), to: "dependent.suit")
    try expect(TreeExamples.integratedDependency, makes: "suit-td-example2_integrated.cbor")
  }

  @Test("draft-ietf-suit-firmware-encryption-24, AES-KW into a slot, byte for byte")
  func encryptedSlot() throws {
    try writeEncryptionInfo(of: "suit-enc-suit-manifest-aes-kw-slot.cbor")
    try expect(TreeExamples.encryptedSlot, makes: "suit-enc-suit-manifest-aes-kw-slot.cbor")
  }

  /// The parameter lies in the published manifest as a byte string that begins with tag 96 (d8 60).
  private func writeEncryptionInfo(of file: String) throws {
    let manifest = try EnvelopeDocument(decoding: Vectors.bytes(file)).manifest
    let start = try #require(manifest.firstRange(of: [0xD8, 0x60])).lowerBound
    var reader = CBORReader(manifest.span.extracting(start...))
    let range = try reader.skip()
    try folder.write(Array(manifest[start..<(start + range.end)]), to: "encryption-info")
  }
}

extension EnvelopeDocument {
  /// What the encoded envelope has behind its manifest: severed members, integrated payloads.
  fileprivate var behindManifest: [UInt8] {
    get throws { try Array(encoded[#require(encoded.firstRange(of: manifest)).upperBound...]) }
  }
}
