import Logging
import ServiceLifecycle

/// Keeps the line to an agent open.
struct DeviceService: Service {
  let device: Device
  let agent: AgentHandle
  let logger: Logger

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { try await keepOpen() }
    } catch is CancellationError {}
  }

  private func keepOpen() async throws {
    var backOff = BackOff()
    var lastReason: String?
    while true {
      let end = await serveOnce()
      try Task.checkCancellation()
      if end.wasHeard {
        backOff.reset()
        lastReason = nil
      }
      // A device that is not there is one line in the log, however long it is away.
      let level: Logger.Level = end.reason == lastReason ? .debug : .warning
      logger.log(level: level, "no line to \(device): \(end.reason); trying again")
      lastReason = end.reason
      try await Task.sleep(for: backOff.failed())
    }
  }

  private func serveOnce() async -> AgentHandle.LineEnd {
    do {
      return await agent.serve(try await device.open())
    } catch {
      return AgentHandle.LineEnd(wasHeard: false, reason: networkReason(error))
    }
  }
}
