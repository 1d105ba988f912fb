import Logging

/// A device that the broker serves, and what can be done with its agent.
final class ManagedDevice: Sendable {
  let device: Device
  let exchanges: Exchanges
  private let configuration: DeviceConfiguration

  init(
    _ configuration: DeviceConfiguration, _ broker: BrokerConfiguration, events: BrokerEvents,
    network: Network, logger: Logger
  ) throws {
    self.configuration = configuration
    device = try Device(configuration.address, baud: configuration.baud)
    var name = configuration.name
    if case .pseudoTerminal(let terminal) = device {
      // Without a name of its own it goes by its path, which is known only now.
      if name == DeviceAddress.pseudoTerminal.description { name = terminal.path }
      events.publish(BrokerEvent(device: name, .pseudoTerminalOpened(path: terminal.path)))
    }
    let agent = AgentHandle(
      device: name, limits: broker.limits, payloads: network.payloadClient(broker.limits),
      events: DeviceEvents(device: name, events: events), logger: logger)
    let settings = DeviceSettings(configuration, broker, client: network.tamClient(broker.limits))
    exchanges = Exchanges(agent: agent, settings: Current(settings), logger: logger)
  }

  var name: String { agent.device }
  var agent: AgentHandle { exchanges.agent }

  /// Ends what is under way, and then the line, which is needed for that.
  func end() async {
    await exchanges.end()
    await agent.stop()
  }

  /// Whether this is the device that `configuration` means, at the same place and with the same line.
  func isServed(as configuration: DeviceConfiguration) -> Bool {
    self.configuration.name == configuration.name && self.configuration.address == configuration.address
      && self.configuration.baud == configuration.baud
  }
}
