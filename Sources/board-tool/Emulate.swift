import ArgumentParser
import BoardTools
import Dispatch
import Foundation

/// Runs a board in QEMU until it is told to end.
struct Emulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a flash image in QEMU until it is told to quit.",
    discussion: """
      Prints a line when the board runs. Ends with the emulator: after `board-tool quit`, on SIGINT, SIGTERM or \
      SIGHUP, and when the process that started it has ended.
      """)

  @OptionGroup var board: BoardOptions
  @OptionGroup var control: ControlOptions

  @Option(help: "The flash image to start from; it stays as it is.")
  var flash: String

  @Option(help: "The socket of the board's serial line, as unix:PATH.")
  var link: SocketAddress

  @Flag(help: "Let the board's timer count instructions: 1.024 ticks each, the same in every run.")
  var icount = false

  @Option(help: "The plugin of QEMU that counts the instructions of each call; with --elf and --counts.")
  var counter: String?

  @Option(help: "The firmware that is in the flash image.")
  var elf: String?

  @Option(help: "The file for what the plugin counts.")
  var counts: String?

  func run() async throws {
    let caller = getppid()
    let folder = try board.folder()
    let image = try FlashImage(path: flash, memory: folder.memoryMap())
    let settings = EmulatorSettings(
      link: link.path, control: control.control.path, countsInstructions: icount,
      counter: try instructionCounter())
    let emulator = try Emulator(image, settings: settings)
    let signals = [SIGINT, SIGTERM, SIGHUP].map { signal($0, ending: emulator) }
    FileHandle.standardOutput.write(Data("\(folder.name) runs: link unix:\(link.path)\n".utf8))
    while emulator.isRunning {
      if getppid() != caller { emulator.kill() }
      try await Task.sleep(for: .milliseconds(100))
    }
    emulator.waitForExit()
    signals.forEach { $0.cancel() }
  }

  private func instructionCounter() throws -> InstructionCounter? {
    guard let counter, let elf, let counts else { return nil }
    return InstructionCounter(
      plugin: counter, output: counts, marks: try CallCosts.marks(in: ELFFile(path: elf)))
  }

  /// Lets a signal end the emulator instead of this process, which then ends too.
  private func signal(_ number: Int32, ending emulator: Emulator) -> any DispatchSourceSignal {
    Foundation.signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number)
    source.setEventHandler { emulator.kill() }
    source.resume()
    return source
  }
}
