import StoreTestSupport
import TEEPAgent
import TEEPTestSupport
import Testing

@Suite("Wear")
struct WearTests {
  /// The benchmark of four components that change beside one that does not, in the store of an nRF51822.
  @Test("No page of the pool is erased more than twice as often as the mean of all")
  func replacements() throws {
    let flash = try SimulatedFlash(pageCount: 176)
    var store = try SimulatedStore(mounting: flash)
    try store.perform([.put([9], 1, .pattern(300, 9), [([9], .pattern(48 * 1024, 9))])])
    let contents = [1, 2, 5, 8].map { [UInt8].pattern($0 * 1024, UInt64($0)) }
    let manifest = [UInt8].pattern(300, 1)
    for round in 0..<1000 {
      let name = [UInt8(round % 4)]
      try store.perform([.put(name, UInt64(round), manifest, [(name, contents[round % 4])])])
      // A restart does not begin at the same page again.
      if round % 7 == 0 { store = try SimulatedStore(mounting: flash) }
    }
    let mean = Double(flash.erases.reduce(0, +)) / Double(flash.erases.count)
    let pool = flash.erases[2...]
    print(
      "erases a page: mean \(mean), most \(pool.max() ?? 0), least \(pool.min() ?? 0), "
        + "root \(flash.erases[0]) and \(flash.erases[1])")
    #expect(Double(flash.erases.max() ?? 0) <= 2 * mean)
    #expect(flash.violations.isEmpty)
  }
}
