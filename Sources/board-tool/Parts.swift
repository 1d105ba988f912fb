import ArgumentParser
import BoardTools

/// Prints what each part of a firmware costs.
struct Parts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints how many bytes of a firmware's text each of its parts takes.",
    discussion: """
      By the line tables of the firmware: code that was inlined counts where it comes from. The sum of the parts is \
      the text that `board-tool check` prints.
      """)

  @OptionGroup var board: BoardOptions

  @Option(help: "The firmware.")
  var elf: String

  @Flag(help: "Also print the source files of each part.")
  var files = false

  @Option(help: "Print this part alone.", transform: Self.part)
  var part: FirmwarePart?

  func run() async throws {
    let attribution = try TextAttribution(ELFFile(path: elf), memory: board.folder().memoryMap())
    print(attribution.table(of: part.map { [$0] } ?? FirmwarePart.allCases, files: files))
  }

  private static func part(_ name: String) throws -> FirmwarePart {
    guard let part = FirmwarePart(rawValue: name) else {
      throw ValidationError("the parts are " + FirmwarePart.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return part
  }
}
