import Logging

/// Lets the agent ask its TAMs from time to time whether anything has changed, and shortly after it is first there or
/// has restarted.
struct PolicyTimer: Sendable {
  /// Until a start of the agent is taken notice of, where that is not looked for more often.
  private static let longestPause = Duration.seconds(5)

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

  /// Waits; says whether the agent has started meanwhile, or during a check that failed. It looks from time to time: a
  /// task that waits for either would take memory for each device.
  private func starts(within limit: Duration) async throws -> Bool {
    let agent = exchanges.agent
    let end = ContinuousClock.now + limit
    let pause = min(agent.limits.idleProbe, Self.longestPause)
    while ContinuousClock.now < end {
      if agent.started.isOpen { return true }
      try await Task.sleep(until: min(end, .now + pause))
    }
    return agent.started.isOpen
  }
}
