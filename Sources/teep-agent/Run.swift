import ArgumentParser
import Foundation

/// Runs one agent, or many, until a signal ends the process.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs agents until a signal ends the process.",
    discussion: """
      Brokers connect to the link, one at a time. `teep provision` makes the file of the flash. With several --link, each \
      has the --flash at the same place among them.
      """)

  @Option(help: "The socket to listen on for a broker, as unix:PATH.")
  var link: [String]

  @Option(help: "The file that is the agent's flash.")
  var flash: [String]

  func validate() throws {
    guard link.count == flash.count, !link.isEmpty else {
      throw ValidationError("give as many --flash as --link, and at least one")
    }
  }

  func run() throws {
    // All are there before the first one serves, so that what is wrong with one is said at once.
    let agents = try zip(link, flash).map { try AgentProcess(link: $0, flash: $1) }
    for address in link {
      FileHandle.standardError.write(Data("teep-agent: listening on \(address)\n".utf8))
    }
    for agent in agents.dropFirst() {
      let thread = Thread { agent.serve() }
      thread.stackSize = AgentProcess.stackSize
      thread.start()
    }
    agents[0].serve()
  }
}
