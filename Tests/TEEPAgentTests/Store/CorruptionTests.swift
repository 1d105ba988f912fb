import StoreTestSupport
import TEEPAgent
import TEEPTestSupport
import Testing

@Suite("Damaged flash")
struct CorruptionTests {
  private let flash: SimulatedFlash
  private let base: SimulatedFlash.Snapshot
  private let model: StoreModel
  private let identifiers: [[UInt8]] = [.name("m"), .name("n"), .name("gone")]

  init() throws {
    flash = try SimulatedFlash(pageCount: 24, provisioning: .name("anchors"))
    var store = try SimulatedStore(mounting: flash)
    var model = StoreModel()
    let transactions: [[StoreChange]] = [
      [.put(.name("gone"), 5, [1], [])],
      [.put(.name("m"), 7, .pattern(90, 1), [(.name("c"), .pattern(70, 2)), (.name("d"), .pattern(3, 3))])],
      [.put(.name("n"), 2, .pattern(60, 4), [(.name("c"), nil)]), .remove(.name("gone"))],
    ]
    for changes in transactions {
      try store.perform(changes)
      model = try model.applying(changes)
    }
    self.model = model
    base = flash.snapshot
  }

  @Test("One flipped bit in any record changes nothing that is held, and is repaired")
  func oneFlip() throws {
    var generator = SeededGenerator()
    print("one flip: TEEP_SEED=\(generator.seed)")
    let copies = StoreBytes(base.memory)
    let offsets = (copies.first + copies.second).flatMap { $0 }
    #expect(offsets.count > 400)
    for offset in offsets {
      flash.snapshot = base
      flash.flip(1 << UInt8.random(in: 0..<8, using: &generator), at: offset)
      let store = try SimulatedStore(mounting: flash)
      let (held, wasRepaired) = (store.model(removedAmong: identifiers), store.wasRepaired)
      #expect(wasRepaired, "a flip at \(offset) is not told of")
      #expect(held == model, "a flip at \(offset)")
      let operationCount = flash.operationCount
      _ = try SimulatedStore(mounting: flash)
      #expect(flash.operationCount == operationCount, "a flip at \(offset) is not repaired")
    }
    #expect(flash.violations.isEmpty)
  }

  @Test("A flipped bit in both copies of a record is never taken for something else")
  func twoFlips() throws {
    var generator = SeededGenerator()
    print("two flips: TEEP_SEED=\(generator.seed)")
    let copies = StoreBytes(base.memory)
    let errors: [[StoreError]] = [
      [.contentLost, .unknownLayoutVersion, .notProvisioned], [.contentLost],
    ]
    for (offsets, (others, errors)) in zip(copies.first, zip(copies.second, errors)) {
      for offset in offsets {
        flash.snapshot = base
        let other = others[Int.random(in: others.indices, using: &generator)]
        flash.flip(1 << UInt8.random(in: 0..<8, using: &generator), at: offset)
        flash.flip(1 << UInt8.random(in: 0..<8, using: &generator), at: other)
        let operationCount = flash.operationCount
        do throws(StoreError) {
          _ = try SimulatedStore(mounting: flash)
          Issue.record("flips at \(offset) and \(other)")
        } catch { #expect(errors.contains(error), "flips at \(offset) and \(other)") }
        #expect(flash.operationCount == operationCount)
      }
    }
  }

  @Test("Whatever bits flip, nothing is held that was not committed")
  func manyFlips() throws {
    var generator = SeededGenerator()
    print("many flips: TEEP_SEED=\(generator.seed)")
    for _ in 0..<400 {
      flash.snapshot = base
      for _ in 0..<Int.random(in: 1...200, using: &generator) {
        flash.flip(
          1 << UInt8.random(in: 0..<8, using: &generator),
          at: Int.random(in: 0..<base.memory.count, using: &generator))
      }
      guard let store = try? SimulatedStore(mounting: flash) else { continue }
      let held = store.model(removedAmong: identifiers)
      // The bytes that a digest guards may differ: the model shows them as not being what the digest says.
      let names = held.manifests.mapValues { [$0.sequenceNumber] + $0.links.map { UInt64($0.identifier[0]) } }
      #expect(
        names == model.manifests.mapValues { [$0.sequenceNumber] + $0.links.map { UInt64($0.identifier[0]) } }
      )
      #expect(held.removed == model.removed)
    }
  }

  @Test("A page of garbage costs what was on it and nothing else")
  func garbagePage() throws {
    for page in 0..<24 {
      flash.snapshot = base
      for offset in page * flashPageSize..<(page + 1) * flashPageSize { flash.flip(0xA7, at: offset) }
      let store = try SimulatedStore(mounting: flash)
      let held = store.model(removedAmong: identifiers)
      #expect(held.removed == model.removed)
      #expect(held.manifests.keys == model.manifests.keys)
      var damaged: Set<[UInt8]> = []
      for (name, manifest) in held.manifests {
        if manifest.content != model.manifests[name]?.content { damaged.insert(name) }
        for (link, expected) in zip(manifest.links, model.manifests[name]?.links ?? [])
        where link != expected { damaged.insert(link.identifier) }
      }
      #expect(damaged.count <= 1, "page \(page)")
    }
  }

  @Test("A root that is lost whole is not a store that was never provisioned")
  func lostRoot() throws {
    for offset in 8..<flashPageSize {
      flash.flip(0xA7, at: offset)
      flash.flip(0xA7, at: offset + flashPageSize)
    }
    #expect(throws: StoreError.contentLost) { _ = try SimulatedStore(mounting: flash) }
  }

  @Test("A directory damaged while the store is mounted is read from its other copy, or nothing is changed")
  func damageInUse() throws {
    let copies = StoreBytes(base.memory)
    for isSecondDamaged in [false, true] {
      flash.snapshot = base
      var store = try SimulatedStore(mounting: flash)
      flash.flip(1, at: copies.first[1][20])
      if isSecondDamaged { flash.flip(1, at: copies.second[1][20]) }
      let changes: [StoreChange] = [.put(.name("m"), 8, [1], [])]
      guard !isSecondDamaged else {
        #expect(throws: StoreError.contentLost) { try store.perform(changes) }
        continue
      }
      try store.perform(changes)
      let held = try SimulatedStore(mounting: flash).model(removedAmong: identifiers)
      #expect(try held == model.applying(changes))
    }
  }

  @Test("A page that cannot be programmed is noticed before anything counts on it", arguments: 2..<24)
  func deadPage(page: Int) throws {
    // The store goes round its pages until it meets the dead one, or finds no need for it.
    var store = try SimulatedStore(mounting: flash)
    var model = model
    flash.deadPages = [page]
    for number in UInt64(8)..<30 {
      let changes: [StoreChange] = [.put(.name("m"), number, .pattern(40, number), [])]
      do throws(StoreError) {
        try store.perform(changes)
        model = try model.applying(changes)
      } catch {
        #expect(error == .flash(.failed))
        let operationCount = flash.operationCount
        #expect(throws: StoreError.flash(.failed)) { try store.allocate(byteCount: 1) }
        #expect(flash.operationCount == operationCount, "nothing is written after a failure")
        flash.deadPages = []
        store = try SimulatedStore(mounting: flash)
      }
      let held = store.model(removedAmong: identifiers)
      #expect(held == model)
    }
    #expect(flash.violations.isEmpty)
  }
}
