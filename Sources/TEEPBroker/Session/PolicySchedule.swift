import Synchronization

/// When an agent is to ask its TAMs next: shortly after it is first there or has restarted, and from time to time.
final class PolicySchedule: Sendable {
  private enum State {
    /// There has been no line yet.
    case unseen
    case waiting(until: ContinuousClock.Instant)
    case underWay
  }

  private let state = Mutex(State.unseen)

  /// Says whether a check is due, which it then is no longer: it is under way.
  ///
  /// - Parameters:
  ///   - isThere: there is a line to the agent.
  ///   - hasStarted: the agent has started, and nobody has taken notice yet.
  ///   - pause: from an agent's start to its check.
  func takeTurn(at now: ContinuousClock.Instant, isThere: Bool, hasStarted: Bool, pause: Duration) -> Bool {
    state.withLock { state in
      switch state {
      case .unseen where isThere: state = .waiting(until: now + pause)
      case .waiting(let end) where end <= now:
        state = .underWay
        return true
      case .waiting(let end) where hasStarted: state = .waiting(until: min(end, now + pause))
      default: break
      }
      return false
    }
  }

  /// The check has ended; the next one comes at this time, or when the agent starts.
  func wait(until next: ContinuousClock.Instant) { state.withLock { $0 = .waiting(until: next) } }
}
