import BoardTestSupport
import BoardTools
import Foundation
import TEEPTestSupport
import Testing

/// A message that is sent to boards again and again, each time with another instruction that the processor skips.
struct SkipAttack {
  private let deployment: Deployment
  private let store: String
  private let functions: [String]
  private let good: [UInt8]
  private let bad: [UInt8]
  private let isAcceptedByAnswer: Bool

  /// Boards that work at the same time.
  private static let lanes = 2
  private static let step =
    ProcessInfo.processInfo.environment["TEEP_SKIP_EVERY"].flatMap { Int($0) } ?? 24

  /// - Parameters:
  ///   - functions: texts that the readable names of the functions contain whose instructions are skipped.
  ///   - good: a message that the agent accepts.
  ///   - bad: the same with a bad signature, which it never may accept.
  ///   - isAcceptedByAnswer: whether any answer but an Error shows that a message was accepted. Otherwise what is installed
  ///     shows it: where the agent has skipped the whole of a manifest, it says that all is done.
  init(
    _ deployment: Deployment, store: String, functions: [String], good: [UInt8], bad: [UInt8],
    isAcceptedByAnswer: Bool
  ) {
    self.deployment = deployment
    self.store = store
    self.functions = functions
    self.good = good
    self.bad = bad
    self.isAcceptedByAnswer = isAcceptedByAnswer
  }

  func run() async throws {
    try await tryWithoutSkip()
    let elf = try Products.firmware()
    let all = try functions.flatMap(InstructionPlaces(elf).instructions(ofFunctionsNamed:))
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed)")
    let start = Int.random(in: 0..<Self.step, using: &random)
    let chosen = stride(from: start, to: all.count, by: Self.step).map { all[$0] }
    let (store, bad) = (store, bad)
    let results = try await withThrowingTaskGroup(of: Result.self) { group in
      for lane in 0..<Self.lanes {
        let share = stride(from: lane, to: chosen.count, by: Self.lanes).map { chosen[$0] }
        group.addTask { try await Self.attack(share, store: store, sending: bad) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let outcomes = results.map(\.outcomes).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    print("of \(all.count) instructions \(chosen.count) skipped: \(outcomes)")
    #expect(outcomes.values.reduce(0, +) == chosen.count)
    if isAcceptedByAnswer { #expect(outcomes[.answered] == nil) }
    for image in results.flatMap(\.images) { #expect(try deployment.list(image) == "") }
  }

  /// The good message passes and the bad one does not: otherwise nothing that is skipped would show anything.
  private func tryWithoutSkip() async throws {
    for (message, outcome) in [(bad, SkipOutcome.refused), (good, .answered)] {
      let target = try await SkipTarget(store: store)
      #expect(try await target.send(message) == outcome)
      guard !isAcceptedByAnswer else { continue }
      #expect(try await deployment.list(target.storeImage()).isEmpty == (outcome == .refused))
    }
  }

  /// How often each outcome was seen, and what boards held in the end.
  private struct Result: Sendable {
    var outcomes: [SkipOutcome: Int] = [:]
    var images: [[UInt8]] = []
  }

  private static func attack(
    _ places: [Range<Int>], store: String, sending message: [UInt8]
  ) async throws -> Result {
    var result = Result()
    var target = try await SkipTarget(store: store)
    for place in places {
      try await target.skip(place)
      let outcome = try await target.send(message)
      result.outcomes[outcome, default: 0] += 1
      if outcome == .refused {
        try await target.restore(place)
      } else {
        try await result.images.append(target.storeImage())
        target = try await SkipTarget(store: store)
      }
    }
    try await result.images.append(target.storeImage())
    return result
  }
}
