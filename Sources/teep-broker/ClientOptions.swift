import ArgumentParser
import TEEPBroker
import TEEPHost

/// What all commands that speak to a running broker have in common.
struct ClientOptions: ParsableArguments {
  @Option(help: "The socket of the broker, as unix:PATH.", transform: { try UnixSocketAddress($0) })
  var api: UnixSocketAddress

  var client: BrokerClient { BrokerClient(api) }
}

extension ComponentIdentifier {
  /// Reads an identifier of at least one segment from the command line.
  @Sendable
  static func argument(_ spelling: String) throws -> ComponentIdentifier {
    let identifier = try ComponentIdentifier(spelling)
    guard !identifier.segments.isEmpty else { throw ValidationError("a component identifier is not empty") }
    return identifier
  }
}
