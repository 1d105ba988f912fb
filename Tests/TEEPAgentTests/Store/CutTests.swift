import StoreTestSupport
import TEEPTestSupport
import Testing

@Suite("Power cuts at every flash operation")
struct CutTests {
  /// The program `store-cuts` takes those of every scenario.
  @Test("A removal is done or not, wherever it is cut", arguments: ["a removal", "agent: a removal"])
  func cuts(name: String) throws {
    let scenario = try #require(try CutScenario.all().first { $0.name == name })
    var sweep = try CutSweep(scenario, seed: SeededGenerator().seed)
    try sweep.run(.everyOperation)
    print("\(sweep.cutCount) cuts in \(scenario.name)")
    #expect(sweep.cutCount > 0)
  }
}
