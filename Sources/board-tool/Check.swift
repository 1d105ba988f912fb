import ArgumentParser
import BoardTools

/// Compares a firmware with its board's budget.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares a firmware with its board's budget: text, RAM, worst stack, no heap.")

  @OptionGroup var board: BoardOptions

  @Option(help: "The firmware.")
  var elf: String

  @Option(help: "The peak of the stack over all that the firmware can do, to compare with the static figure.")
  var painted: Int?

  @Flag(help: "Print a row of a Markdown table.")
  var row = false

  @Flag(help: "Also print the calls that make the deepest stack.")
  var path = false

  func run() async throws {
    let report = try FirmwareReport(ELFFile(path: elf), board: board.folder(), paintedStack: painted)
    print(row ? report.row : report.table)
    if path {
      let functions = report.stack.path + report.stack.interruptPath
      let names = try Demangler.names(of: functions.map(\.name))
      print(report.deepestPath { names[$0] ?? $0 })
    }
    guard report.violations.isEmpty else {
      throw BoardToolError("\(elf): " + report.violations.joined(separator: "; "))
    }
  }
}
