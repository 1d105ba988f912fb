import Foundation
import StoreTestSupport
import TEEPTestSupport

/// Cuts the power at each flash operation of each scenario, and says how often; then runs at random beside the model.
///
/// usage: store-cuts [--quick] [NAME]: with it, of the payloads of more than 4 KiB only some words of each page; of the
/// scenarios only those whose name has NAME in it.
@main
enum StoreCuts {
  static func main() async {
    do {
      try await run()
    } catch {
      say("\(error)")
      exit(1)
    }
  }

  private static func run() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    let depth: CutSweep.Depth = arguments.contains("--quick") ? .eachPage : .everyOperation
    let name = arguments.first { !$0.hasPrefix("-") } ?? ""
    let seed = SeededGenerator().seed
    say("cuts: TEEP_SEED=\(seed)")
    // The long ones first, so that the processors finish together.
    let scenarios = try CutScenario.all().filter { name.isEmpty || $0.name.contains(name) }
    let ordered = scenarios.filter { !$0.isSmall } + scenarios.filter(\.isSmall)
    let count = try await sweep(ordered, depth, seed)
    for pageCount in [16, 48] where name.isEmpty {
      var run = try RandomRun(pageCount: pageCount, seed: seed)
      try run.run(transactionCount: 10_000)
      say("10000 random transactions over \(pageCount) pages: \(run.counts)")
    }
    say("\(count) cuts in \(scenarios.count) scenarios: each left the old or the new state, whole")
  }

  /// Sweeps as many scenarios at a time as there are processors; gives how many cuts were taken.
  private static func sweep(
    _ scenarios: [CutScenario], _ depth: CutSweep.Depth, _ seed: UInt64
  ) async throws -> Int {
    try await withThrowingTaskGroup(of: Int.self) { group in
      var (rest, count) = (scenarios[...], 0)
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
        if let scenario = rest.popFirst() { group.addTask { try sweep(scenario, depth, seed) } }
      }
      while let taken = try await group.next() {
        count += taken
        if let scenario = rest.popFirst() { group.addTask { try sweep(scenario, depth, seed) } }
      }
      return count
    }
  }

  private static func sweep(
    _ scenario: CutScenario, _ depth: CutSweep.Depth, _ seed: UInt64
  ) throws -> Int {
    var sweep = try CutSweep(scenario, seed: seed)
    try sweep.run(depth)
    say("\(sweep.cutCount) cuts in \(scenario.name)")
    return sweep.cutCount
  }

  /// Prints a line at once.
  private static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}
