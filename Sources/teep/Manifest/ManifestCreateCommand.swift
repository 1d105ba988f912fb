import ArgumentParser
import TEEPAuthor
import TEEPHost

struct ManifestCreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make the SUIT envelope of a Trusted Component, not yet signed.",
    discussion: """
      The description, in YAML or JSON, has the fields

        component: TEEP-Device/app            where the payload is installed
        manifest-component: TEEP-Device/suit  what the manifest is known by
        sequence-number: 1                    higher in each new version
        vendor-domain: example.com            or vendor-id: UUID
        class-name: model-1                   or class-id: UUID
        payload:
          integrated: true                    or uri: http://host/{digest}
          file: app.bin                       unless --payload gives it

      An identifier is its segments joined by '/', each of them text or 0x and hexadecimal digits. In a URI, \
      {digest} stands for the payload's SHA-256.
      """)

  @Option(help: "The description.")
  var description: String

  @Option(help: "The payload; otherwise the file that the description names.")
  var payload: String?

  @Option(help: "The file of the envelope.")
  var output: String

  func run() throws {
    let description = try DescriptionFile.read(ManifestDescription.self, at: description)
    let file = description.payloadFile.map { DescriptionFile.resolve($0, namedIn: self.description) }
    guard let path = payload ?? file else {
      throw FileError(self.description, "names no payload; add the field 'payload.file' or give --payload")
    }
    let envelope = try EnvelopeDocument(description, payload: FileContents.read(path))
    try FileContents.write(envelope.encoded, to: output)
  }
}
