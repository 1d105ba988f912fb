public import ArgumentParser
import Foundation
public import Logging
import ServiceLifecycle
import TEEPBroker
import TEEPHost
import UnixSignals

/// `teep-broker run`
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Serve one agent until a signal ends it.")

  @Option(
    help: "Where the agent is: unix:PATH, the path of a serial port, or pty to open one and print its path.",
    transform: { try DeviceAddress($0) })
  var device: DeviceAddress

  @Option(
    help: "The URI of the TAM that is suggested to the agent, and used where it names none.",
    transform: { try RemoteURI($0) })
  var tam: RemoteURI?

  @Option(help: "The Unix socket for applications, as unix:PATH.", transform: { try UnixSocketAddress($0) })
  var api: UnixSocketAddress

  @Option(help: "The speed of a serial port in bits per second.")
  var baud = 115_200

  @Option(help: "Seconds between two policy checks, give or take a tenth.")
  var policyInterval = 3600

  @Option(help: "How much is logged: trace, debug, info, notice, warning, error or critical.")
  var logLevel = Logger.Level.info

  func validate() throws {
    guard 1...31_536_000 ~= policyInterval else {
      throw ValidationError("--policy-interval is a number of seconds from 1 to 31536000")
    }
  }

  func run() async throws {
    // What the broker makes is for its user alone, from the first moment on.
    umask(0o077)
    let level = logLevel
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = level
      return handler
    }
    var configuration = BrokerConfiguration(api: APIConfiguration(address: api))
    configuration.devices = [DeviceConfiguration(address: device)]
    configuration.devices[0].baud = baud
    configuration.tam = tam
    configuration.policyInterval = .seconds(policyInterval)
    let logger = Logger(label: "teep-broker")
    let broker = Broker(
      configuration: configuration, observers: [PseudoTerminalAnnouncement()], logger: logger)
    try await ServiceGroup(
      services: [broker], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
    ).run()
  }
}

/// Prints the path of a pseudo-terminal, for whoever attaches an agent to it.
struct PseudoTerminalAnnouncement: BrokerObserver {
  func observe(_ event: BrokerEvent) {
    if case .pseudoTerminalOpened(let path) = event.happening {
      try? FileHandle.standardOutput.write(contentsOf: Data("\(path)\n".utf8))
    }
  }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
