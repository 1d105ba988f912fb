import Logging
import ServiceLifecycle

/// All that goes on with one device, until it is taken from the configuration or the broker ends.
struct DeviceTasks: Sendable {
  let device: ManagedDevice
  let requests: RequestService
  let logger: Logger

  func run() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        try? await LineKeeper(device: device.device, agent: device.agent, logger: logger).run()
      }
      group.addTask { try? await PolicyTimer(exchanges: device.exchanges, logger: logger).run() }
      group.addTask { await requests.resume(device: device.name) }
      try? await device.isRemoved.pass()
      // The line is needed to finish or undo what is under way.
      if !Task.isCancelled { await device.exchanges.end() }
      group.cancelAll()
    }
  }
}
