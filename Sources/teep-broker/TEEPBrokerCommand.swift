import ArgumentParser

/// The TEEP Broker: daemon, and client of the daemon.
@main
struct TEEPBrokerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teep-broker",
    abstract: "Relay between a TEEP Agent and its TAMs (RFC 9397) for applications that need components.",
    subcommands: [
      RunCommand.self, RequestCommand.self, ReleaseCommand.self, StatusCommand.self, CheckCommand.self,
      WatchCommand.self, CheckConfigCommand.self,
    ])
}
