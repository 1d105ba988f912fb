import ArgumentParser
import TEEPBroker
import TEEPHost

/// `teep-broker request`
struct RequestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "request", abstract: "Have a Trusted Component installed; ends when it is.")

  @OptionGroup var options: ClientOptions

  @Argument(
    help: "Segments joined by '/', each text or 0x and hexadecimal digits.",
    transform: ComponentIdentifier.argument)
  var componentID: ComponentIdentifier

  func run() async throws {
    let (componentID, device) = (componentID, options.device)
    try await options.perform { client in try await client.request(componentID, on: device) }
  }
}

/// `teep-broker release`
struct ReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Say that a Trusted Component is no longer needed; ends when it is removed.")

  @OptionGroup var options: ClientOptions

  @Argument(
    help: "Segments joined by '/', each text or 0x and hexadecimal digits.",
    transform: ComponentIdentifier.argument)
  var componentID: ComponentIdentifier

  func run() async throws {
    let (componentID, device) = (componentID, options.device)
    try await options.perform { client in try await client.release(componentID, on: device) }
  }
}

/// `teep-broker check`
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Have the agent ask its TAMs whether anything has changed.")

  @OptionGroup var options: ClientOptions

  func run() async throws {
    let device = options.device
    try await options.perform { client in try await client.checkPolicy(on: device) }
  }
}
