import TEEPAgent
import TEEPTestSupport
import Testing

@Suite("Long random runs of the store beside its model")
struct RandomRunTests {
  /// Transactions of one run.
  private static let transactionCount = 1000

  @Test(
    "After any transactions, refusals and cuts the store holds what the model holds",
    arguments: [16, 48, 256])
  func run(pageCount: Int) throws {
    var generator = SeededGenerator()
    print("random run over \(pageCount) pages: TEEP_SEED=\(generator.seed)")
    let flash = try SimulatedFlash(pageCount: pageCount, provisioning: .name("anchors"))
    var store = try SimulatedStore(mounting: flash)
    var model = StoreModel()
    var identifiers: Set<[UInt8]> = []
    var counts = (committed: 0, refused: 0, full: 0, cut: 0)

    for _ in 0..<Self.transactionCount {
      let changes = Self.transaction(on: model, using: &generator)
      for case .put(let identifier, _, _, _) in changes { identifiers.insert(identifier) }
      let isCut = Int.random(in: 0..<4, using: &generator) == 0
      if isCut { Self.armCut(on: flash, using: &generator) }
      let expected = Result { () throws(StoreError) in try model.applying(changes) }
      do throws(StoreError) {
        try store.perform(changes)
        model = try expected.get()
        counts.committed += 1
      } catch .flash {
        try Self.restart(flash, &generator)
        store = try SimulatedStore(mounting: flash)
        let held = store.model(removedAmong: identifiers)
        let new = try? expected.get()
        #expect(held == model || held == new)
        model = held
        counts.cut += 1
      } catch .full {
        #expect(!Self.isRemoval(changes), "a removal never fails for want of room")
        counts.full += 1
      } catch {
        #expect(expected == .failure(error))
        counts.refused += 1
      }
      flash.restart()
      let held = store.model(removedAmong: identifiers)
      #expect(held == model)
      try #require(flash.violations.isEmpty, "\(flash.violations)")
      try #require(held == model)
    }
    print(
      "\(counts.committed) committed, \(counts.refused) refused, \(counts.full) full, \(counts.cut) cut; erases of a "
        + "page of the pool: \(flash.erases[2...].min() ?? 0) to \(flash.erases[2...].max() ?? 0)")
    #expect(counts.committed > 0 && counts.cut > 0 && counts.refused > 0)
    let held = try SimulatedStore(mounting: flash).model(removedAmong: identifiers)
    #expect(held == model)
  }

  /// One to three changes, most of them possible.
  private static func transaction(
    on model: StoreModel, using generator: inout SeededGenerator
  ) -> [StoreChange] {
    (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      let isUsual = Int.random(in: 0..<20, using: &generator) != 0
      let kind = Int.random(in: 0..<(isUsual ? 6 : 80), using: &generator)
      // The lengths cover all alignments and the longest identifier.
      let identifier = [UInt8](repeating: UInt8(kind + 1), count: kind == 0 ? 128 : 1 + kind % 7)
      if model.manifests[identifier] != nil || !isUsual, Int.random(in: 0..<3, using: &generator) == 0 {
        return .remove(identifier)
      }
      let last = model.manifests[identifier]?.sequenceNumber ?? model.removed[identifier] ?? 1
      let manifest = [UInt8].pattern(Int.random(in: 0...30, using: &generator), generator.next())
      let components = (0..<Int.random(in: 0...2, using: &generator)).map { index in
        component(index, of: isUsual ? identifier : [], on: model, using: &generator)
      }
      let number = isUsual ? last + UInt64.random(in: 0...3, using: &generator) : last &- min(last, 1)
      return .put(identifier, number, manifest, components)
    }
  }

  private static func component(
    _ index: Int, of identifier: [UInt8], on model: StoreModel, using generator: inout SeededGenerator
  ) -> ([UInt8], [UInt8]?) {
    let name = [UInt8](repeating: 0xC0 + UInt8(index), count: 5) + identifier.prefix(123)
    let isLarge = Int.random(in: 0..<10, using: &generator) == 0
    let size = Int.random(in: 0...(isLarge ? 2500 : 40), using: &generator)
    let isKept = model.component(name) != nil && Bool.random(using: &generator)
    return (name, isKept ? nil : .pattern(size, generator.next()))
  }

  private static func isRemoval(_ changes: [StoreChange]) -> Bool {
    changes.allSatisfy { if case .remove = $0 { true } else { false } }
  }

  private static func armCut(on flash: SimulatedFlash, using generator: inout SeededGenerator) {
    let tears: [SimulatedFlash.Tear] = [.nothing, .everything, .half, .bits(seed: generator.next())]
    let count = Int.random(in: 0..<(Bool.random(using: &generator) ? 30 : 400), using: &generator)
    flash.cut(after: count, tears[Int.random(in: 0..<4, using: &generator)])
  }

  /// Lets one mount in two be cut as well.
  private static func restart(_ flash: SimulatedFlash, _ generator: inout SeededGenerator) throws {
    flash.restart()
    while Bool.random(using: &generator) {
      armCut(on: flash, using: &generator)
      do throws(StoreError) {
        _ = try SimulatedStore(mounting: flash)
      } catch {
        guard error == .flash(.failed) else { throw error }
      }
      flash.restart()
    }
  }
}
