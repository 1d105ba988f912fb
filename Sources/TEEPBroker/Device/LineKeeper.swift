import Logging

/// Keeps the line to an agent open, and opens it again when the device was away.
struct LineKeeper: Sendable {
  let device: Device
  let agent: AgentHandle
  let logger: Logger

  /// Runs until it is cancelled, or the agent's handle is stopped.
  func run() async throws {
    var backOff = BackOff()
    var lastReason: String?
    while true {
      let end = await agent.serve(device)
      try Task.checkCancellation()
      if await agent.isStopped { return }
      if end.wasHeard {
        backOff.reset()
        lastReason = nil
      }
      agent.events.publish(.lineLost(reason: end.reason))
      // A device that is not there is one line in the log, however long it is away.
      let level: Logger.Level = end.reason == lastReason ? .debug : .warning
      logger.log(level: level, "no line to \(device): \(end.reason); trying again")
      lastReason = end.reason
      try await Task.sleep(for: backOff.failed())
    }
  }
}
