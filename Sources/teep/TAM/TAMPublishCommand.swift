import ArgumentParser
import TEEPHost

struct TAMPublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Publish a signed SUIT envelope to all devices of its class.")

  @Argument(help: "The signed envelope.")
  var envelope: String

  @Argument(help: "The payload that its manifest names by a URI of the TAM.")
  var payload: String?

  @Flag(help: "Install it also on devices whose attestation failed, so that the next one succeeds.")
  var repairs = false

  @OptionGroup var admin: AdminOptions

  func run() async throws {
    let envelopeBytes = try FileContents.read(envelope, limit: AdminAPI.maximumEnvelope)
    let payloadBytes = try payload.map { path throws(FileError) in
      try FileContents.read(path, limit: AdminAPI.maximumPayload)
    }
    do {
      let publication = try await admin.client.publish(
        envelope: envelopeBytes, payload: payloadBytes, repairs: repairs)
      print("published \(publication.manifest) sequence-number \(publication.sequenceNumber)")
    } catch LocalServerError.refused(_, let sentence) {
      throw FileError(envelope, sentence)
    }
  }
}
