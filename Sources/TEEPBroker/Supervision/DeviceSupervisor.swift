import Logging
import ServiceLifecycle

/// Serves each device of the configuration, and follows the configuration where that changes: what
/// has not changed keeps its line and its session.
struct DeviceSupervisor: Service {
  private let registry: DeviceRegistry
  private let events: BrokerEvents
  private let network: Network
  private let requests: RequestService
  private let reloads: AsyncStream<BrokerConfiguration>
  private let logger: Logger
  private let firstDevices: [ManagedDevice]

  /// Puts the devices into the registry, from where they can be used; they are served when this runs.
  init(
    _ configuration: BrokerConfiguration, reloads: AsyncStream<BrokerConfiguration>, registry: DeviceRegistry,
    events: BrokerEvents, network: Network, requests: RequestService, logger: Logger
  ) {
    self.registry = registry
    self.events = events
    self.network = network
    self.requests = requests
    self.reloads = reloads
    self.logger = logger
    firstDevices = Self.add(configuration, registry, events, network, logger)
  }

  func run() async throws {
    await withDiscardingTaskGroup { group in
      group.addTask { [registry] in
        try? await cancelWhenGracefulShutdown { try await Self.probe(registry) }
      }
      group.addTask { [registry, logger] in
        await PolicyTimer(devices: { registry.exchanges }, logger: logger).run()
      }
      start(firstDevices, in: &group)
      for await configuration in reloads.cancelOnGracefulShutdown() {
        do {
          try network.apply(configuration.network, configuration.limits)
        } catch {
          logger.error("the new configuration is not used: \(error)")
          continue
        }
        OpenFileLimit.raise(forDevices: configuration.devices.count, logger: logger)
        for device in update(configuration) { group.addTask { await device.end() } }
        start(Self.add(configuration, registry, events, network, logger), in: &group)
      }
      // There may be no more configurations, or no devices, and more to do all the same.
      do { try await gracefulShutdown() } catch { return }
      await withDiscardingTaskGroup { ends in
        for device in registry.devices { ends.addTask { await device.end() } }
      }
      group.cancelAll()
    }
  }

  /// Asks agents that nothing is wanted of whether they are still there, until it is cancelled. One task does so for all
  /// devices, since each task takes memory for as long as it sleeps.
  private static func probe(_ registry: DeviceRegistry) async throws {
    while true {
      let pause = registry.devices.map(\.agent.limits.idleProbe).min() ?? BrokerLimits().idleProbe
      try await Task.sleep(for: pause)
      for device in registry.devices { await device.agent.probe() }
    }
  }

  /// Keeps the lines of devices, and goes on with what was asked of them before the broker's start.
  private func start(_ devices: [ManagedDevice], in group: inout DiscardingTaskGroup) {
    for device in devices {
      group.addTask { [logger] in
        try? await LineKeeper(device: device.device, agent: device.agent, logger: logger).run()
      }
    }
    group.addTask { [requests, registry] in
      await requests.resume(devices: devices.map(\.name)) { registry[$0] != nil }
    }
  }

  /// Lets the devices that stay follow the configuration; takes the others out of service and returns them.
  private func update(_ configuration: BrokerConfiguration) -> [ManagedDevice] {
    registry.devices.filter { device in
      if let same = configuration.devices.first(where: device.isServed) {
        guard device.agent.limits != configuration.limits else {
          device.exchanges.settings.value = DeviceSettings(
            same, configuration, client: network.tamClient(configuration.limits))
          return false
        }
      }
      logger.notice("\(device.name) is no longer served, or no longer as it was")
      registry.remove(device.name)
      return true
    }
  }

  /// Adds the devices that are not served yet; returns them.
  private static func add(
    _ configuration: BrokerConfiguration, _ registry: DeviceRegistry, _ events: BrokerEvents,
    _ network: Network, _ logger: Logger
  ) -> [ManagedDevice] {
    let served = registry.devices
    return configuration.devices.compactMap { device in
      guard !served.contains(where: { $0.isServed(as: device) }) else { return nil }
      do {
        let added = try ManagedDevice(
          device, configuration, events: events, network: network, logger: logger)
        registry.insert(added)
        return added
      } catch {
        logger.error("the device \(device.name) is not served: \(error)")
        return nil
      }
    }
  }
}
