import Logging
import ServiceLifecycle

/// Lets agents ask their TAMs from time to time whether anything has changed, and shortly after they are first there or
/// have restarted. One task looks after all of them: one for each would take memory for as long as it waits.
struct PolicyTimer: Sendable {
  /// Until it is looked again which agents' checks are due, and whether there is room for one more.
  private static let longestPause = Duration.seconds(1)
  private static let pauseForRoom = Duration.milliseconds(50)

  /// All devices that are served now.
  let devices: @Sendable () -> [Exchanges]
  let logger: Logger

  /// Begins checks until it is cancelled or told to end, and returns when those that were begun are over.
  func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled, !Task.isShuttingDownGracefully {
        var pause = Self.longestPause
        var begun = 0
        // In no order, lest the same ones always come first where there is too little room.
        for exchanges in devices().shuffled() {
          let limits = exchanges.agent.limits
          // A check that waits for its turn here takes no memory.
          guard exchanges.places(for: .policyCheck).population + begun < limits.maximumExchanges else {
            pause = Self.pauseForRoom
            break
          }
          pause = min(pause, limits.firstPolicyCheck, exchanges.settings.value.policyInterval)
          let isDue = exchanges.schedule.takeTurn(
            at: .now, isThere: exchanges.agent.line.isOpen, hasStarted: exchanges.agent.started.isOpen,
            pause: limits.firstPolicyCheck.withJitter)
          if isDue {
            begun += 1
            group.addTask { await check(exchanges) }
          }
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
