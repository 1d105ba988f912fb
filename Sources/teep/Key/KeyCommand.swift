import ArgumentParser

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Make keys and show what they are.",
    subcommands: [KeyGenerateCommand.self, KeyShowCommand.self])
}
