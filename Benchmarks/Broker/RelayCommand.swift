import ArgumentParser
import Foundation
import TEEPBroker
import TEEPHost

/// Measures how long the broker takes to relay a message, between a TAM and an agent that answer at once: from the
/// moment at which one end has sent its message to the one at which the other end has all of it.
struct RelayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "relay")

  @Option(help: "The broker's API, as unix:PATH.", transform: { try UnixSocketAddress($0) })
  var api: UnixSocketAddress

  @Option(help: "The socket at which the broker looks for its device.")
  var device: String

  @Option(help: "The port of 127.0.0.1 at which the broker looks for its TAM.")
  var port: UInt16

  @Option(help: "The broker's process, whose time on the processors is counted.")
  var process: Int32

  @Option(help: "Sessions, of eight messages each.")
  var sessions = 500

  @Option(help: "Bytes of a message.")
  var size = 300

  func run() async throws {
    let times = RelayTimes()
    let tam = try InstantTAM(port: port, message: [UInt8](repeating: 0x5A, count: size), times: times)
    let agent = try InstantAgent(
      socket: device, tamURI: "http://127.0.0.1:\(port)/tam", answer: [UInt8](repeating: 0xA5, count: size),
      times: times)
    tam.start()
    agent.start()
    let client = BrokerClient(api)
    while (try? await client.checkPolicy()) == nil { try await Task.sleep(for: .milliseconds(50)) }
    times.clear()
    let before = try ProcessFigures(of: process).processorTime
    for _ in 0..<sessions { _ = try await client.checkPolicy() }
    let spent = try ProcessFigures(of: process).processorTime - before
    print("| from TAM to agent | \(times.toAgent) |")
    print("| from agent to TAM | \(times.toTAM) |\n")
    print("The broker's time on the processors: \(Int(spent * 1e6) / (sessions * 8)) µs a message.")
  }
}
