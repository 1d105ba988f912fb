import ArgumentParser
import Foundation
import TEEPHost

struct TAMCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tam", abstract: "Tell a TAM what to accept, publish and remove, and ask what it knows.",
    subcommands: [
      TAMEnrollCommand.self, TAMPublishCommand.self, TAMListCommand.self, TAMDevicesCommand.self,
      TAMRemoveCommand.self, TAMUnenrollCommand.self, TAMAuditCommand.self,
      TAMPolicyCommand.self, TAMPoliciesCommand.self,
    ])
}

/// Where the TAM is.
struct AdminOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The admin socket of the TAM.", valueName: "unix:PATH"),
    transform: UnixSocketAddress.init)
  var admin: UnixSocketAddress

  var client: AdminClient { AdminClient(admin) }
}

/// How a list is shown.
struct ListOptions: ParsableArguments {
  @Flag(help: "Print JSON.")
  var json = false

  /// Prints `values` as JSON, or a few lines for each.
  func show<Value: Encodable>(_ values: [Value], lines: (Value) -> [String]) throws {
    if json {
      let encoder = AdminAPI.makeEncoder()
      encoder.outputFormatting.insert(.prettyPrinted)
      print(String(decoding: try encoder.encode(values), as: UTF8.self))
    } else {
      for line in values.flatMap(lines) { print(line) }
    }
  }
}
