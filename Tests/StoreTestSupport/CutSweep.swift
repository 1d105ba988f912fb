import TEEPAgent
import TEEPTestSupport

/// Takes cuts of one scenario: does it once, and then, for each flash operation of it, all operations before that one
/// and a part of it. What the store is after each of them, a restart has to show.
public struct CutSweep {
  /// Which cuts are taken.
  public enum Depth: Sendable {
    case everyOperation
    /// Of the words of a payload, only the first, the last and a random one of each page.
    case eachPage
  }

  /// Something that no cut may lead to.
  public struct Violation: Error, CustomStringConvertible {
    public let description: String

    init(description: String) { self.description = description }
  }

  /// How many times power was cut.
  public private(set) var cutCount = 0
  private let scenario: CutScenario
  private let flash: SimulatedFlash
  private let old: StoreModel
  private let new: StoreModel
  private var freeByteCounts: (old: Int, new: Int) = (0, 0)
  private let identifiers: [[UInt8]]
  private var generator: SeededGenerator

  public init(_ scenario: CutScenario, seed: UInt64) throws {
    self.scenario = scenario
    generator = SeededGenerator(seed: seed)
    flash = try SimulatedFlash(pageCount: scenario.pageCount, provisioning: .name("anchors"))
    var model = StoreModel()
    var store = try SimulatedStore(mounting: flash)
    for changes in scenario.before {
      try store.perform(changes)
      model = try model.applying(changes)
    }
    if let damaged = scenario.damagedPage {
      let page = StoreBytes(flash.snapshot.memory).pages[damaged]
      for offset in page * flashPageSize..<(page + 1) * flashPageSize { flash.flip(0x5A, at: offset) }
    }
    old = model
    new = try model.applying(scenario.result)
    identifiers = Array(Set(old.manifests.keys).union(old.removed.keys).union(new.manifests.keys))
  }

  /// Takes the cuts; throws a ``Violation`` at the first that leads to what it must not.
  public mutating func run(_ depth: Depth) throws {
    let trace = try record()
    for (index, operation) in trace.enumerated() {
      if depth == .everyOperation || scenario.isSmall || isTaken(operation, at: index) {
        for tear in tears() {
          cutCount += 1
          try flash.undoing {
            flash.perform(operation, torn: tear)
            try checkRecovery("operation \(index), \(tear)")
          }
        }
      }
      try flash.perform(operation)
    }
    guard try check("all operations") else { throw violation("all operations", "nothing was done") }
  }

  /// What the scenario does when nothing interrupts it.
  private mutating func record() throws -> [SimulatedFlash.Operation] {
    freeByteCounts.old = try flash.undoing { try SimulatedStore(mounting: flash).freeByteCount }
    flash.trace = []
    defer { flash.trace = nil }
    return try flash.undoing {
      var store = try SimulatedStore(mounting: flash)
      try scenario.change(&store)
      freeByteCounts.new = store.freeByteCount
      return flash.trace ?? []
    }
  }

  private mutating func tears() -> [SimulatedFlash.Tear] {
    [.nothing, .everything, .half, .bits(seed: generator.next())]
  }

  /// Whether a cut is taken that does not take each of them: not where a word in the middle of a page is programmed,
  /// unless it is one in two hundred.
  private mutating func isTaken(_ operation: SimulatedFlash.Operation, at index: Int) -> Bool {
    guard case .program(_, let offset) = operation, offset >= 2 * flashPageSize else { return true }
    let isEdge = offset % flashPageSize == 0 || offset % flashPageSize == flashPageSize - 4
    return isEdge || Int.random(in: 0..<254, using: &generator) == 0
  }

  /// Restarts, and then cuts the restart itself: whatever the first mount finds, each one has to find. Ten random
  /// operations are taken where payloads are large, or where the scenario is a recovery already.
  private mutating func checkRecovery(_ situation: String) throws {
    flash.trace = []
    let outcome = try flash.undoing { try check(situation) }
    let trace = flash.trace.map { Array($0.prefix(recoveryCount)) } ?? []
    flash.trace = nil
    let chosen =
      scenario.isSmall && scenario.damagedPage == nil
      ? Set(trace.indices) : Set((0..<10).map { _ in trace.indices.randomElement(using: &generator) ?? 0 })
    for (index, operation) in trace.enumerated() {
      if chosen.contains(index) {
        for tear in tears() {
          cutCount += 1
          let second = "\(situation), then operation \(index) of the recovery, \(tear)"
          try flash.undoing {
            flash.perform(operation, torn: tear)
            if try check(second) != outcome { throw violation(second, "the other state") }
          }
        }
      }
      try flash.perform(operation)
    }
  }

  /// How many of the operations in the trace are the recovery's own.
  private var recoveryCount = 0

  /// Mounts and compares; then an install must succeed. Whether the scenario was found done.
  private mutating func check(_ situation: String) throws -> Bool {
    let before = flash.operationCount
    var store = try SimulatedStore(mounting: flash)
    recoveryCount = flash.operationCount - before
    let held = store.model(removedAmong: identifiers)
    guard held == old || held == new else { throw violation(situation, "neither the old nor the new state") }
    let isDone = held == new
    guard store.freeByteCount == (isDone ? freeByteCounts.new : freeByteCounts.old) else {
      throw violation(situation, "\(store.freeByteCount) bytes free")
    }
    let mounted = flash.operationCount
    store = try SimulatedStore(mounting: flash)
    guard flash.operationCount == mounted else { throw violation(situation, "a second mount has work to do") }
    let probe: [StoreChange] = [.put(.name("probe"), 1, .pattern(9, 9), [(.name("p"), .pattern(6, 6))])]
    try store.perform(probe)
    guard store.component([UInt8].name("p").span)?.bytes.count == 6, flash.violations.isEmpty else {
      throw violation(situation, "no new install: \(flash.violations)")
    }
    return isDone
  }

  private func violation(_ situation: String, _ what: String) -> Violation {
    Violation(description: "\(scenario.name), cut at \(situation): \(what)")
  }
}
