import ArgumentParser

/// Checks, packs and emulates the firmware of a board.
@main
struct BoardTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board-tool",
    abstract: "Checks, packs and emulates the firmware of a board.",
    subcommands: [
      Check.self, Parts.self, Calls.self, Image.self, Emulate.self, Save.self, Stack.self, Quit.self,
    ])
}
