import ArgumentParser
import TEEPHost

struct TAMRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Take components back: devices that hold them remove them at their next policy check.")

  @Argument(
    help: "Identifiers of components or of their manifests: segments joined by '/', text or 0x and digits.",
    transform: ComponentIdentifier.argument)
  var component: [ComponentIdentifier]

  @OptionGroup var admin: AdminOptions

  func run() async throws {
    for component in component {
      let publication = try await admin.client.remove(component)
      print("removed \(publication.manifest) sequence-number \(publication.sequenceNumber)")
    }
  }
}
