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
      repeat { try await check() } while try await !restarts(within: interval)
    }
  }

  private var interval: Duration { exchanges.settings.value.policyInterval.withJitter }

  private func check() async throws {
    do {
      let outcome = try await exchanges.checkPolicy()
      logger.debug("\(outcome)")
      // A restart that was noticed on the way needs no check of its own.
      exchanges.agent.restarted.close()
    } catch {
      // It is in the log, and the next check comes in its time.
      try Task.checkCancellation()
    }
  }

  /// Waits; says whether the agent has restarted meanwhile, or before without a check that went well since.
  private func restarts(within limit: Duration) async throws -> Bool {
    do {
      try await withTimeLimit(limit) { [restarted = exchanges.agent.restarted] in try await restarted.pass() }
      exchanges.agent.restarted.close()
      return true
    } catch is TimedOut {
      return false
    }
  }
}
