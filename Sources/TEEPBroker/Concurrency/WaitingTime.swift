import Synchronization

/// Bounds how long an operation waits for somebody, each time and in all, not counting the time between these waits.
final class WaitingTime: Sendable {
  private struct State {
    var left: Duration
    /// When the time is up, if the wait that is under way lasts until then.
    var end: ContinuousClock.Instant?
  }

  private let limit: Duration
  private let longest: Duration
  private let state: Mutex<State>

  private init(_ limit: Duration, _ longest: Duration) {
    self.limit = limit
    self.longest = longest
    state = Mutex(State(left: limit))
  }

  /// Runs `operation`, and cancels it when one of its waits has taken `longest`, or all of them `limit`.
  static func bounded<Result: Sendable>(
    by limit: Duration, each longest: Duration,
    _ operation: @escaping @Sendable (WaitingTime) async throws -> Result
  ) async throws -> Result {
    let waiting = WaitingTime(limit, longest)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await operation(waiting) }
      group.addTask {
        while let wakeUp = waiting.nextLook { try await Task.sleep(until: wakeUp) }
        return nil
      }
      guard let result = try await group.next() ?? nil else {
        throw TimedOut(limit: waiting.exhausted)
      }
      return result
    }
  }

  /// Begins a wait.
  func begin() {
    state.withLock { $0.end = .now + min($0.left, longest) }
  }

  /// Ends the wait.
  func end() {
    state.withLock { state in
      guard let end = state.end else { return }
      let rest = max(.zero, ContinuousClock.Instant.now.duration(to: end))
      state.left -= min(state.left, longest) - rest
      state.end = nil
    }
  }

  /// The limit that was reached.
  private var exhausted: Duration { state.withLock { $0.left < longest ? limit : longest } }

  /// The earliest time at which the waits may have taken all they can; nil when they have.
  private var nextLook: ContinuousClock.Instant? {
    state.withLock { state in
      guard let end = state.end else {
        return state.left > .zero ? .now + max(min(state.left, longest), .milliseconds(10)) : nil
      }
      return end <= .now ? nil : end
    }
  }
}
