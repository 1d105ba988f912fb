import ArgumentParser

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Read what is installed out of the image of a device's store.",
    subcommands: [StoreListCommand.self, StoreExtractCommand.self])
}
