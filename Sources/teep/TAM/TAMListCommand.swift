import ArgumentParser
import TEEPHost

struct TAMListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List what the TAM has published.")

  @OptionGroup var options: ListOptions
  @OptionGroup var admin: AdminOptions

  func run() async throws {
    try options.show(await admin.client.components()) { publication in
      ["manifest \(publication.manifest) sequence-number \(publication.sequenceNumber)"]
        + publication.components.map { component in
          "  component \(component.identifier) "
            + described(size: component.size, sha256: component.sha256)
            + (component.uri.map { " uri \($0)" } ?? "")
        }
    }
  }
}

/// Size and digest of a component, as far as they are known.
func described(size: UInt64?, sha256: String?) -> String {
  "\(size.map { "\($0) bytes" } ?? "of unknown size") sha256 \(sha256 ?? "unknown")"
}
