import ArgumentParser
import TEEPAuthor
import TEEPHost

struct StoreListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the installed manifests and their components.")

  @Option(help: "The image of the store.")
  var image: String

  func run() throws {
    let bytes = try FileContents.read(image)
    let store = try about(image) { try StoreImage(bytes) }
    for manifest in store.manifests {
      print("manifest \(manifest.identifier) sequence-number \(manifest.sequenceNumber)")
      for component in manifest.components {
        let state = component.isIntact ? "" : " damaged"
        print(
          "  component \(component.identifier) \(component.bytes.count) bytes "
            + "sha256 \(component.digest.hexadecimalDigits)\(state)")
      }
    }
  }
}
