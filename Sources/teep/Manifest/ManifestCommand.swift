import ArgumentParser

struct ManifestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manifest", abstract: "Make SUIT envelopes, sign them and show what they say.",
    subcommands: [ManifestCreateCommand.self, ManifestSignCommand.self, ManifestShowCommand.self])
}
