import Foundation
import TEEPAuthor
import TEEPHost
import TEEPTestSupport
import Testing

@Suite("Manifest descriptions")
struct DescriptionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func read(_ text: String) throws -> ManifestDescription {
    try DescriptionFile.read(
      ManifestDescription.self, at: folder.write(Array(text.utf8), to: "app.yaml"))
  }

  @Test("JSON is read as well as YAML")
  func json() throws {
    let description = try read(
      """
      {"component": "app", "manifest-component": "app/suit", "sequence-number": 18446744073709551615,
       "vendor-id": "c0ddd5f1-5243-5660-87db-4f5b0aa26c2f", "class-name": "model-1",
       "payload": {"uri": "http://127.0.0.1/payload/{digest}", "file": "app.bin"}}
      """)
    #expect(description.components.map(\.identifier) == [ComponentIdentifier(segments: [Array("app".utf8)])])
    #expect(description.sequenceNumber == .max)
    #expect(description.deviceClass?.vendorIdentifier == UUID.vendor(domain: "teep.example"))
    #expect(
      description.deviceClass?.classIdentifier
        == UUID(version5: "model-1".utf8, in: UUID.vendor(domain: "teep.example")))
    let payload = try #require(description.components.first?.payload)
    #expect(payload.source == .uri("http://127.0.0.1/payload/{digest}"))
    #expect(payload.file == folder.path("app.bin"))
  }

  @Test("{digest} in a URI becomes the payload's SHA-256 (FIPS 180-4: of 'abc')")
  func digest() throws {
    let description = try read(AppendixE.yaml(payload: "uri: \"http://h/{digest}.bin\""))
    let uri = "http://h/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.bin"
    let manifest = try EnvelopeDocument(description, payload: Array("abc".utf8)).manifest
    #expect(manifest.firstRange(of: Array(uri.utf8)) != nil)
  }

  @Test(
    "what is wrong is named: the file, the field and what to do",
    arguments: [
      (
        "sequence-number: 3", "sequence-number: -1",
        "the field 'sequence-number' is not a number from 0 to 18446744073709551615"
      ),
      (
        "sequence-number: 3", "sequence: 3",
        "the field 'sequence': there is no such field; there are manifest-component, "
      ),
      ("sequence-number: 3", "", "the field 'sequence-number' is missing"),
      ("vendor-domain: teep.example", "", "the field 'vendor-id' is missing"),
      ("vendor-domain: teep.example", "vendor-id: teep", "the field 'vendor-id' is not a UUID"),
      (
        "integrated: true", "integrated: false",
        "the field 'payload': give one of 'integrated: true', 'content: true' and 'uri'"
      ),
      ("integrated: true", "integrated: yes please", "the field 'payload.integrated' is not true or false"),
      (
        "integrated: true", "{integrated: true, uri: a}",
        "the field 'payload': give only one of 'integrated', 'uri', 'content'"
      ),
      ("/ta\n", "/0x1\n", "the field 'component': the segment '0x1' begins with 0x"),
      ("component: TEEP-Device", "component: [TEEP-Device", "is no YAML or JSON: "),
    ])
  func wrong(correct: String, wrong: String, problem: String) throws {
    let text = AppendixE.integrated.replacing(correct, with: wrong, maxReplacements: 1)
    try #require(text != AppendixE.integrated)
    let error = #expect(throws: FileError.self) { try read(text) }
    let sentence = try #require(error).description
    #expect(sentence.hasPrefix("\(folder.path("app.yaml")): \(problem)"), "\(sentence)")
  }
}
