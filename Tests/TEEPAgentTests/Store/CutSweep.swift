import TEEPAgent
import TEEPTestSupport
import Testing

/// Takes every cut of a mount and one transaction, and every cut of the recovery after each of them.
struct CutSweep {
  /// How many times power was cut.
  private(set) var cutCount = 0
  private let flash: SimulatedFlash
  private let base: SimulatedFlash.Snapshot
  private let identifiers: [[UInt8]]
  private let changes: [StoreChange]
  private let old: StoreModel
  private let new: StoreModel
  private var freeByteCounts: [Int] = []

  static func tears(_ seed: UInt64) -> [SimulatedFlash.Tear] {
    [.nothing, .everything, .half, .bits(seed: seed)]
  }

  /// - Parameters:
  ///   - flash: what the transaction begins with, not mounted.
  ///   - changes: the transaction. Without any the mount is the recovery that is cut, and not cut again.
  init(_ flash: SimulatedFlash, old: StoreModel, _ changes: [StoreChange]) throws {
    self.flash = flash
    self.changes = changes
    self.old = old
    new = try old.applying(changes)
    identifiers = Array(Set(new.manifests.keys).union(new.removed.keys).union(old.manifests.keys))
    base = flash.snapshot
    freeByteCounts = try [old, new].map { model in
      flash.snapshot = base
      var store = try SimulatedStore(mounting: flash)
      if model != old { try store.perform(changes) }
      let held = store.model(removedAmong: identifiers)
      #expect(held == model)
      return store.freeByteCount
    }
  }

  /// Cuts after each number of operations until nothing is left to cut.
  mutating func run() throws {
    var count = 0
    var isCut = true
    while isCut {
      isCut = false
      for tear in Self.tears(UInt64(count)) {
        flash.snapshot = base
        flash.cut(after: count, tear)
        if try attempt() { continue }
        isCut = true
        cutCount += 1
        flash.restart()
        let situation = "cut after \(count) operations, \(tear)"
        if changes.isEmpty { _ = try check(situation) } else { try cutRecovery(situation) }
      }
      count += 1
    }
  }

  /// Whether the transaction is done without a cut.
  private func attempt() throws -> Bool {
    do throws(StoreError) {
      var store = try SimulatedStore(mounting: flash)
      try store.perform(changes)
      return true
    } catch {
      guard error == .flash(.failed), !flash.isPowered else { throw error }
      return false
    }
  }

  /// Cuts the mount after a cut at each of its operations; whatever the first mount would find, each one finds.
  private mutating func cutRecovery(_ situation: String) throws {
    let torn = flash.snapshot
    let outcome = try check(situation)
    var count = 0
    var isCut = true
    while isCut {
      isCut = false
      for tear in Self.tears(UInt64(count) &+ 99) {
        flash.snapshot = torn
        flash.cut(after: count, tear)
        do throws(StoreError) {
          _ = try SimulatedStore(mounting: flash)
        } catch {
          guard error == .flash(.failed), !flash.isPowered else { throw error }
          isCut = true
          cutCount += 1
          flash.restart()
          let second = try check("\(situation), then after \(count), \(tear)")
          #expect(second == outcome, "\(situation), then after \(count), \(tear)")
        }
      }
      count += 1
    }
  }

  /// Mounts and compares; then an install must succeed. Whether the transaction was found done.
  private func check(_ situation: String) throws -> Bool {
    var store = try SimulatedStore(mounting: flash)
    let held = store.model(removedAmong: identifiers)
    #expect(held == old || held == new, "\(situation)")
    let isDone = held == new
    let free = store.freeByteCount
    #expect(free == freeByteCounts[isDone ? 1 : 0], "\(situation)")
    let provisioning = Array(store.provisioning)
    #expect(provisioning == .name("anchors"), "\(situation)")

    let operationCount = flash.operationCount
    store = try SimulatedStore(mounting: flash)
    #expect(flash.operationCount == operationCount, "a second mount has something to do: \(situation)")

    let probe: [StoreChange] = [.put(.name("probe"), 1, .pattern(9, 9), [(.name("p"), .pattern(6, 6))])]
    try store.perform(probe)
    let after = store.model(removedAmong: identifiers)
    #expect(try after == held.applying(probe), "\(situation)")
    #expect(flash.violations.isEmpty, "\(situation): \(flash.violations)")
    return isDone
  }
}
