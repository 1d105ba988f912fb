import ArgumentParser
import BoardTools

/// Makes the contents of a board's whole flash.
struct Image: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes a flash image: the firmware, and a store where the board keeps it.")

  @OptionGroup var board: BoardOptions

  @Option(help: "The firmware.")
  var elf: String

  @Option(help: "What the store holds, from its start; the rest is erased flash.")
  var store: String?

  @Option(help: "The image to write: as it lies in flash, or Intel HEX where the name ends in .hex.")
  var output: String

  func run() async throws {
    let memory = try board.folder().memoryMap()
    try FlashImage(ELFFile(path: elf), storePath: store, memory: memory).write(to: output)
  }
}
