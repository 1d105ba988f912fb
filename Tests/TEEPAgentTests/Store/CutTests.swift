import TEEPAgent
import TEEPTestSupport
import Testing

@Suite("Power cuts at every flash operation")
struct CutTests {
  private static let install: StoreChange =
    .put(.name("m"), 3, .pattern(21, 1), [(.name("c"), .pattern(10, 2)), (.name("d"), .pattern(1, 3))])
  private static let neighbour: StoreChange =
    .put(.name("neighbour"), 1, .pattern(8, 4), [(.name("n"), .pattern(5, 5))])

  /// A flash on which `transactions` were done, and what it holds.
  private func prepared(_ transactions: [[StoreChange]]) throws -> (SimulatedFlash, StoreModel) {
    let flash = try SimulatedFlash(pageCount: 24, provisioning: .name("anchors"))
    var store = try SimulatedStore(mounting: flash)
    var model = StoreModel()
    for changes in transactions {
      try store.perform(changes)
      model = try model.applying(changes)
    }
    return (flash, model)
  }

  private func sweep(_ name: String, after transactions: [[StoreChange]], _ changes: [StoreChange]) throws {
    let (flash, model) = try prepared(transactions)
    try sweep(name, flash, model, changes)
  }

  private func sweep(
    _ name: String, _ flash: SimulatedFlash, _ model: StoreModel, _ changes: [StoreChange]
  ) throws {
    var sweep = try CutSweep(flash, old: model, changes)
    try sweep.run()
    print("cuts taken in \(name): \(sweep.cutCount)")
    #expect(sweep.cutCount > 0)
  }

  @Test("The first install of all is whole or not there")
  func firstInstall() throws {
    try sweep("the first install", after: [], [Self.install])
  }

  @Test("A replacement is whole or not there, its predecessor the other way round")
  func replace() throws {
    try sweep(
      "a replacement", after: [[Self.install], [Self.neighbour]],
      [.put(.name("m"), 4, .pattern(30, 6), [(.name("c"), .pattern(13, 7)), (.name("d"), nil)])])
  }

  @Test("A removal is whole or not there, and the sequence number stays")
  func remove() throws {
    try sweep("a removal", after: [[Self.install], [Self.neighbour]], [.remove(.name("m"))])
  }

  @Test("A root and its dependency come, and another one goes, as one")
  func severalManifests() throws {
    try sweep(
      "a transaction of three manifests", after: [[Self.install], [Self.neighbour]],
      [
        .put(.name("dependency"), 1, .pattern(7, 8), [(.name("e"), .pattern(40, 9))]),
        .put(.name("m"), 4, .pattern(30, 6), [(.name("e"), nil), (.name("c"), .pattern(13, 7))]),
        .remove(.name("neighbour")),
      ])
  }

  @Test("A component of several pages is whole or not there")
  func severalPages() throws {
    try sweep(
      "an install of two pages", after: [[Self.neighbour]],
      [.put(.name("m"), 3, .pattern(21, 1), [(.name("c"), .pattern(1300, 2))])])
  }

  @Test("Nothing is lost while the root pages are erased and begun anew")
  func root() throws {
    var transactions = [[Self.neighbour]]
    // 255 entries fill a root page, the first of them by the provisioning.
    for number in 1..<254 { transactions.append([.put(.name("m"), UInt64(number), .pattern(4, 1), [])]) }
    try sweep(
      "a commit that begins the root anew", after: transactions,
      [.put(.name("m"), 254, .pattern(4, 2), [])])
  }

  @Test("A damaged copy is written anew, whatever cuts that", arguments: Damage.allCases)
  func damage(_ damage: Damage) throws {
    let (flash, model) = try prepared([[Self.install], [Self.neighbour]])
    let page = StoreBytes(flash.snapshot.memory).pages[damage.rawValue]
    for offset in page * flashPageSize..<(page + 1) * flashPageSize { flash.flip(0x5A, at: offset) }
    try sweep("repairs of \(damage)", flash, model, [])
  }
}

/// A page that has a second copy, in the order of ``StoreBytes/pages``.
enum Damage: Int, CaseIterable {
  case firstRoot, firstDirectory, secondRoot, secondDirectory
}
