import StoreTestSupport
import TEEPTestSupport
import Testing

@Suite("Power cuts at every flash operation")
struct CutTests {
  /// The program `store-cuts` takes those of every scenario.
  @Test("A damaged directory is replaced, whatever cuts that", arguments: [13])
  func cuts(index: Int) throws {
    let scenario = CutScenario.all[index]
    var sweep = try CutSweep(scenario, seed: SeededGenerator().seed)
    try sweep.run(.everyOperation)
    print("\(sweep.cutCount) cuts in \(scenario.name)")
    #expect(sweep.cutCount > 0)
  }
}
