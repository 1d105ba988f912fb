import Foundation
import StoreTestSupport
import TEEPTestSupport

/// Cuts the power at each flash operation of each scenario, and says how often; then runs at random beside the model.
///
/// usage: store-cuts [--quick]: with it, of the payloads of more than 4 KiB only some words of each page.
@main
enum StoreCuts {
  static func main() throws {
    let isQuick = CommandLine.arguments.contains("--quick")
    let seed = SeededGenerator().seed
    say("cuts: TEEP_SEED=\(seed)")
    var count = 0
    for scenario in CutScenario.all {
      var sweep = try CutSweep(scenario, seed: seed)
      try sweep.run(isQuick ? .eachPage : .everyOperation)
      say("\(sweep.cutCount) cuts in \(scenario.name)")
      count += sweep.cutCount
    }
    for pageCount in [16, 48] {
      var run = try RandomRun(pageCount: pageCount, seed: seed)
      try run.run(transactionCount: 10_000)
      say("10000 random transactions over \(pageCount) pages: \(run.counts)")
    }
    say("\(count) cuts in all: each left the old or the new state, whole")
  }

  /// Prints a line at once.
  private static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}
