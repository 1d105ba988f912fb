import TEEPAgent
import TEEPTestSupport

/// Any transactions, refusals and cuts, one after the other, on a store beside its model.
public struct RandomRun {
  /// How the transactions ended.
  public private(set) var counts = (committed: 0, refused: 0, full: 0, cut: 0)
  private let flash: SimulatedFlash
  private var generator: SeededGenerator
  private var model = StoreModel()
  private var identifiers: Set<[UInt8]> = []

  public init(pageCount: Int, seed: UInt64) throws {
    flash = try SimulatedFlash(pageCount: pageCount, provisioning: .name("anchors"))
    generator = SeededGenerator(seed: seed)
  }

  /// Throws a ``CutSweep/Violation`` where the store does not hold what the model holds.
  public mutating func run(transactionCount: Int) throws {
    var store = try SimulatedStore(mounting: flash)
    for number in 0..<transactionCount {
      let changes = Self.transaction(on: model, using: &generator)
      for case .put(let identifier, _, _, _, _) in changes { identifiers.insert(identifier) }
      if Int.random(in: 0..<4, using: &generator) == 0 { Self.armCut(on: flash, using: &generator) }
      let expected = Result { () throws(StoreError) in try model.applying(changes) }
      do throws(StoreError) {
        try store.perform(changes)
        model = try expected.get()
        counts.committed += 1
      } catch .flash {
        try Self.restart(flash, &generator)
        store = try SimulatedStore(mounting: flash)
        let held = store.model(removedAmong: identifiers)
        try demand(
          held == model || held == (try? expected.get()), "transaction \(number): neither old nor new")
        model = held
        counts.cut += 1
      } catch .full {
        try demand(!Self.isRemoval(changes), "transaction \(number): a removal failed for want of room")
        counts.full += 1
      } catch {
        let refusals = model.refusals(of: changes)
        try demand(refusals.contains(error), "transaction \(number): \(error) instead of \(refusals)")
        counts.refused += 1
      }
      flash.restart()
      let held = store.model(removedAmong: identifiers)
      try demand(held == model, "transaction \(number): not what the model holds")
      try demand(flash.violations.isEmpty, "transaction \(number): \(flash.violations)")
    }
    let held = try SimulatedStore(mounting: flash).model(removedAmong: identifiers)
    try demand(held == model, "a restart in the end")
  }

  private func demand(_ condition: Bool, _ what: String) throws {
    if !condition { throw CutSweep.Violation(description: what) }
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
      let others = model.manifests.keys.sorted { $0.lexicographicallyPrecedes($1) }
      let dependencies = others.filter { _ in Int.random(in: 0..<20, using: &generator) == 0 }
      let number = isUsual ? last + UInt64.random(in: 0...3, using: &generator) : last &- min(last, 1)
      return .put(identifier, number, manifest, components, dependencies: dependencies)
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
