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
    print("cuts: TEEP_SEED=\(seed)")
    var count = 0
    for scenario in CutScenario.all {
      var sweep = try CutSweep(scenario, seed: seed)
      try sweep.run(isQuick ? .eachPage : .everyOperation)
      print("\(sweep.cutCount) cuts in \(scenario.name)")
      count += sweep.cutCount
    }
    for pageCount in [16, 48] {
      var run = try RandomRun(pageCount: pageCount, seed: seed)
      try run.run(transactionCount: 10_000)
      print("10000 random transactions over \(pageCount) pages: \(run.counts)")
    }
    print("\(count) cuts in all: each left the old or the new state, whole")
  }
}
