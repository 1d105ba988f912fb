import Logging

/// Lets the agent ask its TAMs from time to time whether anything has changed, and shortly after it is first there or
/// has restarted.
struct PolicyTimer: Sendable {
  let exchanges: Exchanges
  let logger: Logger

  /// Runs until it is cancelled.
  func run() async throws {
    try await exchanges.agent.line.pass()
    try await Task.sleep(for: exchanges.agent.limits.firstPolicyCheck.withJitter)
    while true {
      do {
        let outcome = try await exchanges.checkPolicy()
        logger.debug("\(outcome)")
      } catch {
        // It is in the log, and the next check comes in its time.
        try Task.checkCancellation()
      }
      try await Task.sleep(for: exchanges.settings.value.policyInterval.withJitter)
    }
  }
}
