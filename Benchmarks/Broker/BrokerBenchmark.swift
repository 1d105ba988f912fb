import ArgumentParser

/// What the broker costs, measured from outside: scripts/bench-broker runs it.
@main
struct BrokerBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "broker-benchmark", abstract: "Parts of the broker's benchmark.",
    subcommands: [PrepareCommand.self, RelayCommand.self, RequestCommand.self, WatchProcessCommand.self])
}
