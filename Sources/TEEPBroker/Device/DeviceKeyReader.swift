import Logging
import TEEPLink

/// Reads the public key that a device has made itself, over the device's line, on which there is no broker then.
public struct DeviceKeyReader: Sendable {
  private let device: Device

  public init(device: Device) { self.device = device }

  /// Reads the key, has it kept, and confirms to the device that it is.
  ///
  /// - Parameter keep: takes the encoded COSE_Key. Where it throws, the device gives the key out again.
  /// - Throws: why there is no key, in one sentence.
  public func read(_ keep: ([UInt8]) throws -> Void) async throws {
    let limits = BrokerLimits()
    let logger = Logger(label: "teep") { _ in SwiftLogNoOpLogHandler() }
    let agent = AgentHandle(
      device: "\(device)", limits: limits, payloads: try Network().payloadClient(limits),
      events: DeviceEvents(device: "\(device)", events: BrokerEvents()), logger: logger)
    let line = Task { try await LineKeeper(device: device, agent: agent, logger: logger).run() }
    defer { line.cancel() }
    let key = try await agent.perform(.readKey).message
    try keep(key)
    _ = try await agent.perform(.readKey, argument: key)
    await agent.stop()
  }
}
