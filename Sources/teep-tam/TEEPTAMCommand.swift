import ArgumentParser

/// The TAM's server.
@main
struct TEEPTAMCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teep-tam",
    abstract: "A Trusted Application Manager: installs, updates and removes Trusted Components on devices.",
    subcommands: [ServeCommand.self])
}
