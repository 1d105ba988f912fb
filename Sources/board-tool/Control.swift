import ArgumentParser
import BoardTools

/// Saves what a running board's flash holds.
struct Save: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Saves the flash of a running board as an image to start from again, or its store alone.")

  @OptionGroup var board: BoardOptions
  @OptionGroup var control: ControlOptions

  @Flag(help: "Save the store alone.")
  var store = false

  @Option(help: "The file to write.")
  var output: String

  func run() async throws {
    let flash = try control.socket.flash(board.folder().memoryMap())
    if store { try flash.writeStore(to: output) } else { try flash.write(to: output) }
  }
}

/// Prints the peak of a running board's stack.
struct Stack: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the most bytes of stack that a running board has used since it started.")

  @OptionGroup var control: ControlOptions

  @Option(help: "The firmware that runs.")
  var elf: String

  func run() async throws {
    print(try control.socket.peakStack(ELFFile(path: elf)))
  }
}

/// Switches a running board off.
struct Quit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Ends a running board's emulator.")

  @OptionGroup var control: ControlOptions

  func run() async throws {
    try control.socket.quit()
  }
}
