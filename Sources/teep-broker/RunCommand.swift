import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import TEEPBroker
import UnixSignals

/// `teep-broker run`
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Serve agents until a signal ends it; SIGHUP reads the configuration again."
  )

  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    // What the broker makes is for its user alone, from the first moment on.
    umask(0o077)
    let file = options.file
    let configuration = try file.read()
    Self.bootstrap(configuration.log)
    let logger = Logger(label: "teep-broker")
    let manager = ServiceManager()
    // A configuration that has not been taken up yet is worth nothing when there is a newer one.
    let (reloads, reload) = AsyncStream.makeStream(
      of: BrokerConfiguration.self, bufferingPolicy: .bufferingNewest(1))
    let broker = Broker(
      configuration: configuration, reloads: reloads, observers: [PseudoTerminalAnnouncement()],
      manager: manager, logger: logger)
    try await ServiceGroup(
      services: [broker, ReloadService(file: file, manager: manager, reload: reload, logger: logger)],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
    ).run()
  }

  private static func bootstrap(_ log: LogConfiguration) {
    LoggingSystem.bootstrap { label in
      var handler: any LogHandler =
        log.format == .json
        ? JSONLogHandler.standardError(label: label) : StreamLogHandler.standardError(label: label)
      handler.logLevel = log.level
      return handler
    }
  }
}

/// Prints the path of a pseudo-terminal, for whoever attaches an agent to it.
private struct PseudoTerminalAnnouncement: BrokerObserver {
  func observe(_ event: BrokerEvent) {
    if case .pseudoTerminalOpened(let path) = event.happening {
      try? FileHandle.standardOutput.write(contentsOf: Data("\(path)\n".utf8))
    }
  }
}
