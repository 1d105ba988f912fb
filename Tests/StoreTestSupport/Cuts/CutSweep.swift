import TEEPAgent
import TEEPTestSupport

/// Takes cuts of one scenario: does it once, and then, for each flash operation of it, all operations before that one
/// and a part of it. What the store is after each of them, a restart has to show.
public struct CutSweep {
  /// Which cuts are taken.
  public enum Depth: Sendable {
    case everyOperation
    /// Of the words of a large payload, only the first, the last and a random one of each page.
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
  /// What the store holds before the scenario and after each commit of it.
  private let states: [StoreModel]
  private let identifiers: [[UInt8]]
  private var generator: SeededGenerator

  public init(_ scenario: CutScenario, seed: UInt64) throws {
    self.scenario = scenario
    generator = SeededGenerator(seed: seed)
    flash = try SimulatedFlash(pageCount: scenario.pageCount, provisioning: scenario.provisioning)
    var states = [StoreModel(provisioning: scenario.provisioning)]
    for step in scenario.before {
      _ = try step.perform(flash)
      states = [try step.commits.reduce(states[0]) { try $0.applying($1) }]
    }
    if let damaged = scenario.damagedPage {
      let page = StoreBytes(flash.snapshot.memory).pages[damaged]
      for offset in page * flashPageSize..<(page + 1) * flashPageSize { flash.flip(0x5A, at: offset) }
    }
    for commit in scenario.step.commits { states.append(try states[states.count - 1].applying(commit)) }
    self.states = states
    identifiers = Array(Set(states.flatMap { Array($0.manifests.keys) + Array($0.removed.keys) }))
  }

  /// Takes the cuts; throws a ``Violation`` at the first that leads to what it must not.
  public mutating func run(_ depth: Depth) throws {
    let trace = try CutTrace(scenario.step, on: flash)
    guard trace.commitCount == scenario.step.commits.count else {
      throw violation("no operation", "\(trace.commitCount) commits")
    }
    let taken =
      depth == .everyOperation || scenario.isSmall ? nil : trace.operationsOfEachPage(using: &generator)
    for (index, operation) in trace.operations.enumerated() {
      if taken?.contains(index) ?? true {
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
    guard try check("all operations") == states.last else {
      throw violation("all operations", "not all done")
    }
  }

  private mutating func tears() -> [SimulatedFlash.Tear] {
    [.nothing, .everything, .half, .bits(seed: generator.next())]
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

  /// Mounts and compares; then something new must succeed. What the store held.
  private mutating func check(_ situation: String) throws -> StoreModel {
    let before = flash.operationCount
    var store = try SimulatedStore(mounting: flash)
    recoveryCount = flash.operationCount - before
    let held = store.model(removedAmong: identifiers)
    guard states.contains(held) else { throw violation(situation, "neither the old nor the new state") }
    guard store.freeByteCount == held.freeByteCount(ofPages: scenario.pageCount) else {
      throw violation(situation, "\(store.freeByteCount) bytes free")
    }
    let mounted = flash.operationCount
    store = try SimulatedStore(mounting: flash)
    guard flash.operationCount == mounted else { throw violation(situation, "a second mount has work to do") }
    _ = try scenario.next.perform(flash)
    let installed = try SimulatedStore(mounting: flash).bytes(ofComponent: scenario.probe.identifier)
    guard installed == scenario.probe.content, flash.violations.isEmpty else {
      throw violation(situation, "no new install: \(flash.violations)")
    }
    return held
  }

  private func violation(_ situation: String, _ what: String) -> Violation {
    Violation(description: "\(scenario.name), cut at \(situation): \(what)")
  }
}
