import ArgumentParser

/// The tool of authors and operators.
@main
struct Teep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teep",
    abstract: "Make and publish Trusted Components for TEEP (RFC 9397), and provision devices.",
    subcommands: [
      KeyCommand.self, ManifestCommand.self, ProvisionCommand.self, TrustAnchorsCommand.self,
      TAMCommand.self, InspectCommand.self, StoreCommand.self,
    ])
}
