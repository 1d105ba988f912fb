import ArgumentParser
import TEEPAuthor
import TEEPHost

struct ManifestCreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make the SUIT envelope of Trusted Components, not yet signed.",
    discussion: """
      The description, in YAML or JSON, has the fields

        component: lock/app                   where the payload is installed
        manifest-component: lock/suit         what the manifest is known by
        sequence-number: 1                    higher in each new version
        vendor-domain: example.com            or vendor-id: UUID
        class-name: model-1                   or class-id: UUID
        payload:
          integrated: true                    or uri: http://host/{digest}, or content: true
          file: app.bin                       unless --payload gives it
          encryption:                         optional: encrypted, with
            recipient: device.pub.pem         or key-encryption-key: FILE and key-identifier: TEXT
            algorithm: A128CTR                or A128GCM
            staging: lock/staging             where it is until it is decrypted, unless 'content: true'
            file: app.encrypted               with a URI: where the encrypted payload is written

      and, all of them optional:

        components:                           several, in place of component and payload
        - identifier: lock/app
          payload: …
        dependencies:
        - envelope: library.suit              signed; installed already, or
          integrated: true                    or uri: http://host/{digest}
        validate: true                        devices check the components at each start
        invoke:
          component: lock/app
          arguments: text                     or 0x and digits, or {file: NAME}
        reference-uri: https://host/manifest
        text:
          en:
            manifest-description: TEXT        update-description, manifest-json-source, manifest-yaml-source
            components:
              lock/app: {vendor-name: TEXT, model-name: TEXT, component-version: TEXT}
        severed: [install, text]              left out of the manifest, for devices that do not need them
        sequences:                            in place of those that would be made
          install:                            or shared-sequence, validate, load, invoke, uninstall, …
          - directive-override-parameters: {uri: "#tc"}
          - directive-try-each:
            - [directive-fetch, condition-image-match]
            - [condition-abort]

      An identifier is its segments joined by '/', each of them text or 0x and hexadecimal digits. In a URI, \
      {digest} stands for the SHA-256 of what lies there. 'teep inspect' shows a manifest with the names of its \
      commands and parameters.
      """)

  @Option(help: "The description.")
  var description: String

  @Option(help: "The payload of the first component; otherwise the file that the description names.")
  var payload: String?

  @Option(help: "The file of the envelope.")
  var output: String

  func run() throws {
    let described = try DescriptionFile.read(ManifestDescription.self, at: description)
    let payload = try payload.map { try FileContents.read($0) }
    let envelope = try about(description) {
      try EnvelopeDocument(described, payload: payload) { try FileContents.write($1, to: $0) }
    }
    try FileContents.write(envelope.encoded, to: output)
  }
}
