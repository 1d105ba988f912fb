import ArgumentParser

/// Prints a process's figures from time to time, each as a row of a table.
struct WatchProcessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "watch-process")

  @Option(help: "The process's number.")
  var process: Int32

  @Option(help: "Seconds between two rows.")
  var every: Double

  @Option(help: "How many rows.")
  var rows: Int

  @Option(help: "What the rows count, in units of which each has so many more.")
  var step = 1

  func run() async throws {
    for row in 0..<rows {
      if row > 0 { try await Task.sleep(for: .seconds(every)) }
      let figures = try ProcessFigures(of: process)
      print("| \(row * step) | \(figures.memory) | \(figures.peakMemory) | \(figures.openFiles) |")
    }
  }
}
