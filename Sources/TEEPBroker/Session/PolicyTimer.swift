import Logging

/// Lets the agent ask its TAMs from time to time whether anything has changed, and shortly after it is first there or
/// has restarted.
struct PolicyTimer: Sendable {
  let exchanges: Exchanges
  let logger: Logger

  /// Runs until it is cancelled.
  func run() async throws {
    let agent = exchanges.agent
    try await agent.line.pass()
    while true {
      try await Task.sleep(for: agent.limits.firstPolicyCheck.withJitter)
      repeat { try await check() } while try await !starts(within: interval)
    }
  }

  private var interval: Duration { exchanges.settings.value.policyInterval.withJitter }

  private func check() async throws {
    exchanges.agent.started.close()
    do {
      let outcome = try await exchanges.checkPolicy()
      logger.debug("\(outcome)")
      // A start that was noticed on the way needs no check of its own.
      exchanges.agent.started.close()
    } catch {
      // It is in the log, and the next check comes in its time.
      try Task.checkCancellation()
    }
  }

  /// Waits; says whether the agent has started meanwhile, or during a check that failed.
  private func starts(within limit: Duration) async throws -> Bool {
    do {
      try await withTimeLimit(limit) { [started = exchanges.agent.started] in try await started.pass() }
      return true
    } catch is TimedOut {
      return false
    }
  }
}
