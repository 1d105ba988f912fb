import ArgumentParser
import Foundation
import TEEPBroker
import TEEPHost

/// `teep-broker status`
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what the device holds and what passed; with an identifier, whether it is installed.")

  @OptionGroup var options: ClientOptions

  @Argument(
    help: "Segments joined by '/', each text or 0x and hexadecimal digits.",
    transform: ComponentIdentifier.argument)
  var componentID: ComponentIdentifier?

  func validate() throws {
    guard !options.json || componentID == nil else {
      throw ValidationError("--json goes without COMPONENT-ID")
    }
  }

  func run() async throws {
    let status = try await options.client.status(of: options.device)
    if options.json {
      print(try status.json())
    } else if let componentID {
      try show(componentID, in: status)
    } else {
      for agent in status.agents { show(agent) }
    }
  }

  private func show(_ identifier: ComponentIdentifier, in status: BrokerStatus) throws {
    let components = status.agents.flatMap { $0.components ?? [] }
    guard let component = components.first(where: { $0.identifier == identifier }) else {
      let isKnown = status.agents.contains { $0.components != nil }
      throw StatusFailure(
        sentence: isKnown ? "\(identifier) is not installed" : "no agent says what it holds")
    }
    print(Self.line(component))
  }

  private func show(_ agent: AgentStatus) {
    print("device           \(agent.device)")
    if let components = agent.components {
      if let freeBytes = agent.freeBytes { print("free in store    \(freeBytes) bytes") }
      if let largestMessage = agent.largestMessage {
        print("largest message  \(largestMessage) bytes")
      }
      for component in components { print("component        \(Self.line(component))") }
      if components.isEmpty { print("component        none") }
    } else {
      print("agent            does not say what it holds")
    }
    print("messages         \(agent.messagesToAgent) to the agent, \(agent.messagesFromAgent) from it")
    print("sessions         \(agent.sessions), \(agent.failedSessions) of them failed")
    print("payloads         \(agent.payloads)")
    print("retransmissions  \(agent.retransmissions)")
    print("restarts         \(agent.restarts)")
    if let reason = agent.restartReason { print("restarted after  \(reason.rawValue)") }
    for request in agent.requests {
      let users = request.users.map(String.init).joined(separator: ", ")
      print(
        "asked for        \(request.component)  \(request.action) \(request.progress)"
          + (users.isEmpty ? "" : "  by \(request.users.count == 1 ? "user" : "users") \(users)"))
    }
    if let error = agent.lastError {
      print("last error       \(error.time.formatted(.iso8601)) \(error.sentence)")
    }
  }

  private static func line(_ component: InstalledComponent) -> String {
    "\(component.identifier)" + (component.size.map { "  \($0) bytes" } ?? "")
  }
}

/// What was asked about is not so.
struct StatusFailure: Error, CustomStringConvertible {
  let sentence: String

  var description: String { sentence }
}
