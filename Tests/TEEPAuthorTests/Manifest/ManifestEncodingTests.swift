import TEEPAuthor
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

@Suite(
  "Manifests against draft-ietf-teep-protocol-26, appendix E",
  .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct ManifestEncodingTests {
  static let examples = [
    ("teep-appendixE-suit_uri.cbor", AppendixE.byURI),
    ("teep-appendixE-suit_integrated.cbor", AppendixE.integrated),
  ]

  private func document(_ yaml: String, payload: [UInt8]) throws -> EnvelopeDocument {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(yaml.utf8), to: "description.yaml")
    return try EnvelopeDocument(DescriptionFile.read(ManifestDescription.self, at: path), payload: payload)
  }

  @Test("a description gives the manifest of E.1 and E.2, byte for byte", arguments: examples)
  func manifest(file: String, yaml: String) throws {
    let document = try document(yaml, payload: Vectors.bytes("teep-appendixE-8d82573a.ta"))
    let published = try Vectors.bytes(file)
    let envelope = try SUITEnvelope(decoding: published.span)
    let expected = [UInt8](copying: envelope.manifest)
    #expect(document.manifest == expected)
  }

  @Test("with the published signature the whole envelope is that of E.1 and E.2", arguments: examples)
  func envelope(file: String, yaml: String) throws {
    let published = try Vectors.bytes(file)
    let read = try EnvelopeDocument(decoding: published)
    #expect(read.blocks.count == 1)
    #expect(read.encoded == published)
    let document = try document(yaml, payload: Vectors.bytes("teep-appendixE-8d82573a.ta"))
    #expect(document.encodedDigest == read.encodedDigest)
  }

  @Test(
    "K1 signed every published envelope of TEEP and trust domains, by the pinned rules of the digest",
    arguments: [
      "teep-appendixE-suit_uri.cbor", "teep-appendixE-suit_integrated.cbor",
      "teep-appendixE-suit_personalization.cbor", "suit-td-example0_dependent.cbor",
      "suit-td-example1_process.cbor", "suit-td-example2_integrated.cbor",
    ])
  func publishedSignatures(file: String) throws {
    let document = try EnvelopeDocument(decoding: Vectors.bytes(file))
    #expect(try document.isSigned(by: key("K1")))
    #expect(try !document.isSigned(by: key("K3")))
  }

  private func key(_ name: String) throws -> VerificationKey {
    let key = try Vectors.key(name)
    return try VerificationKey(
      type: .p256, rawRepresentation: [UInt8](hexadecimal: (key["x"] ?? "") + (key["y"] ?? "")))
  }
}
