import Synchronization

/// Bounds how long an operation waits for somebody in all, not counting the time between these waits.
final class WaitingTime: Sendable {
  private struct State {
    var left: Duration
    /// When the time is up, if the wait that is under way lasts until then.
    var end: ContinuousClock.Instant?
  }

  private let limit: Duration
  private let state: Mutex<State>

  private init(_ limit: Duration) {
    self.limit = limit
    state = Mutex(State(left: limit))
  }

  /// Runs `operation`, and cancels it when its waits have taken `limit`.
  static func bounded<Result: Sendable>(
    by limit: Duration, _ operation: @escaping @Sendable (WaitingTime) async throws -> Result
  ) async throws -> Result {
    let waiting = WaitingTime(limit)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await operation(waiting) }
      group.addTask {
        while let wakeUp = waiting.nextLook { try await Task.sleep(until: wakeUp) }
        return nil
      }
      guard let result = try await group.next() ?? nil else { throw TimedOut(limit: limit) }
      return result
    }
  }

  /// Begins a wait.
  func begin() {
    state.withLock { $0.end = .now + $0.left }
  }

  /// Ends the wait.
  func end() {
    state.withLock { state in
      guard let end = state.end else { return }
      state.left = max(.zero, ContinuousClock.Instant.now.duration(to: end))
      state.end = nil
    }
  }

  /// The earliest time at which the waits may have taken all they can; nil when they have.
  private var nextLook: ContinuousClock.Instant? {
    state.withLock { state in
      guard let end = state.end else {
        return state.left > .zero ? .now + max(state.left, .milliseconds(10)) : nil
      }
      return end <= .now ? nil : end
    }
  }
}
