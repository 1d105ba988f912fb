public import ServiceLifecycle

/// Tells systemd that the broker is alive for as long as `isAlive` says so, twice in each interval that it asks for.
public struct WatchdogService: Service {
  private let manager: ServiceManager
  private let isAlive: @Sendable () async -> Bool

  public init(manager: ServiceManager, isAlive: @escaping @Sendable () async -> Bool = { true }) {
    self.manager = manager
    self.isAlive = isAlive
  }

  public func run() async throws {
    guard let interval = manager.watchdogInterval else {
      try? await gracefulShutdown()
      return
    }
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if await isAlive() { manager.notify(.watchdog) }
        try await Task.sleep(for: interval / 2)
      }
    }
  }
}
