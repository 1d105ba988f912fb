/// What an exchange is done with. Read when it begins, so that a reload changes the next one and never the one under way.
struct DeviceSettings: Sendable {
  /// The TAM that is suggested to the agent, and used where it names none.
  var tam: RemoteURI?
  /// Between two policy checks, give or take a tenth.
  var policyInterval: Duration
  var retries: RetryPolicy
  var client: TAMClient

  init(_ device: DeviceConfiguration, _ broker: BrokerConfiguration, client: TAMClient) {
    tam = device.tam ?? broker.tam
    policyInterval = device.policyInterval ?? broker.policyInterval
    retries = broker.retries
    self.client = client
  }
}
