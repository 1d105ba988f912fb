import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Serial ports that come, go and belong to others.
@Suite struct SerialPortFaultTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func agent() -> FakeAgent {
    FakeAgent { _, call in call.kind == .status ? FakeAgent.holding("hello") : .nothing }
  }

  /// Plugs an agent in: its port has the name until the function that is returned is called.
  private func plug(_ name: String) throws -> @Sendable () -> Void {
    let terminal = try PseudoTerminal()
    let path = folder.path(name)
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: terminal.path)
    let port = Current<PseudoTerminal?>(terminal)
    let agent = Self.agent()
    agent.attach(to: Connection(descriptor: try terminal.open()))
    return {
      try? FileManager.default.removeItem(atPath: path)
      // It goes with the next byte that it gets.
      agent.stop()
      port.value = nil
    }
  }

  @Test("a serial port that is unplugged and plugged in again is found again")
  func unplugged() async throws {
    let unplug = try plug("port")
    let device = DeviceConfiguration(name: "a", address: try DeviceAddress(folder.path("port")))
    var limits = BrokerLimits.test
    limits.idleProbe = .milliseconds(20)
    try await RunningBroker.run(devices: [device], limits: limits) { broker in
      let first = try await broker.client.request(hello)
      #expect(first == "hello is installed already")
      unplug()
      try await broker.wait(
        for: #"teep_broker_device_connected{device="a"} 0"#, #"teep_broker_line_losses_total{device="a"} 1"#)
      #expect(broker.log.lines.contains { $0.hasPrefix("no line to \(folder.path("port")): ") })
      let unplugAgain = try plug("port")
      try await broker.wait(for: #"teep_broker_device_connected{device="a"} 1"#)
      let second = try await broker.client.request(hello)
      #expect(second == "hello is installed already")
      unplugAgain()
    }
  }

  @Test("of two brokers on one port the second says who has it, and takes it over when the first ends")
  func twoBrokers() async throws {
    let terminal = try PseudoTerminal()
    Self.agent().attach(to: Connection(descriptor: try terminal.open()))
    let device = DeviceConfiguration(name: "a", address: try DeviceAddress(terminal.path))
    try await RunningBroker.run(devices: [device]) { first in
      try await first.wait(for: #"teep_broker_device_connected{device="a"} 1"#)
      try await RunningBroker.run(devices: [device]) { second in
        let sentence =
          "no line to \(terminal.path): \(terminal.path) is in use by another program; end it first; trying again"
        while !second.log.lines.contains(sentence) { try await Task.sleep(for: .milliseconds(5)) }
        try await second.wait(for: #"teep_broker_device_connected{device="a"} 0"#)
        let result = try await first.client.request(hello)
        #expect(result == "hello is installed already")
        await first.end()
        try await second.wait(for: #"teep_broker_device_connected{device="a"} 1"#)
        let taken = try await second.client.request(hello)
        #expect(taken == "hello is installed already")
      }
    }
  }
}
