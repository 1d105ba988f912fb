import ArgumentParser
import BoardTools

/// Prints what the TEEP messages of a run took.
struct Calls: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the instructions of each TEEP message that an emulated board has processed.",
    discussion: "For a board that ran with `board-tool emulate --counter`.")

  @OptionGroup var board: BoardOptions

  @Option(help: "The firmware that ran.")
  var elf: String

  @Option(help: "What the plugin has counted.")
  var counts: String

  @Argument(help: "The names of the messages, in their order.")
  var names: [String]

  func run() async throws {
    let firmware = try ELFFile(path: elf)
    let costs = try CallCosts(
      InstructionCounts.read(path: counts), of: firmware, memory: board.folder().memoryMap())
    print(try costs.table(names: names))
  }
}
