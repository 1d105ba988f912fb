import Logging
import ServiceLifecycle

/// Lets agents ask their TAMs from time to time whether anything has changed, and shortly after they are first there or
/// have restarted. One task looks after all of them: one for each would take memory for as long as it waits.
struct PolicyTimer: Sendable {
  /// Until it is looked again which agents' checks are due.
  private static let longestPause = Duration.seconds(1)

  /// All devices that are served now.
  let devices: @Sendable () -> [Exchanges]
  let logger: Logger

  /// Begins checks until it is cancelled or told to end, and returns when those that were begun are over.
  func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled, !Task.isShuttingDownGracefully {
        var pause = Self.longestPause
        for exchanges in devices() {
          let first = exchanges.agent.limits.firstPolicyCheck
          let isDue = exchanges.schedule.takeTurn(
            at: .now, isThere: exchanges.agent.line.isOpen, hasStarted: exchanges.agent.started.isOpen,
            pause: first.withJitter)
          if isDue { group.addTask { await check(exchanges) } }
          pause = min(pause, first, exchanges.settings.value.policyInterval)
        }
        let rest = pause
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: rest) }
      }
    }
  }

  private func check(_ exchanges: Exchanges) async {
    exchanges.agent.started.close()
    do {
      let outcome = try await exchanges.checkPolicy()
      logger.debug("\(outcome)")
      // A start that was noticed on the way needs no check of its own.
      exchanges.agent.started.close()
    } catch {
      // It is in the log, and the next check comes in its time.
    }
    exchanges.schedule.wait(until: .now + exchanges.settings.value.policyInterval.withJitter)
  }
}
