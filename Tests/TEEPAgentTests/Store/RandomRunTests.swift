import StoreTestSupport
import TEEPTestSupport
import Testing

@Suite("Random runs of the store beside its model")
struct RandomRunTests {
  /// The program `store-cuts` does longer ones.
  @Test(
    "After any transactions, refusals and cuts the store holds what the model holds",
    arguments: [16, 48, 256])
  func run(pageCount: Int) throws {
    let seed = SeededGenerator().seed
    print("random run over \(pageCount) pages: TEEP_SEED=\(seed)")
    var run = try RandomRun(pageCount: pageCount, seed: seed)
    try run.run(transactionCount: 300)
    print("\(run.counts)")
    #expect(run.counts.committed > 0 && run.counts.cut > 0 && run.counts.refused > 0)
  }
}
