import Logging
import ServiceLifecycle

/// Lets the agent ask its TAMs from time to time whether anything has changed, and shortly after it is first there.
struct PolicyService: Service {
  let exchanges: Exchanges
  /// Between two checks, give or take a tenth.
  let interval: Duration
  let logger: Logger

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown {
        try await exchanges.agent.line.pass()
        try await Task.sleep(for: exchanges.agent.limits.firstPolicyCheck.withJitter)
        while true {
          try await check()
          try await Task.sleep(for: interval.withJitter)
        }
      }
    } catch is CancellationError {}
  }

  /// A check that failed is in the log, and the next one comes in its time.
  private func check() async throws {
    do {
      let outcome = try await exchanges.checkPolicy()
      logger.debug("\(outcome)")
    } catch {
      try Task.checkCancellation()
    }
  }
}
