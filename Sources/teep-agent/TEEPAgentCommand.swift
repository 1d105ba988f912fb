import ArgumentParser

/// The agent as a Linux process.
@main
struct TEEPAgentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teep-agent",
    abstract: "A TEEP Agent as a Linux process, its flash in a file and its link on a Unix socket.",
    subcommands: [Run.self])
}
