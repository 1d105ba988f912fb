import AgentCryptoMbedTLS
import AgentRuntime
import ArgumentParser
import Foundation
import TEEPAgent
import TEEPLink

/// Runs the agent until it is ended by a signal.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the agent until it is ended by a signal.",
    discussion: "Brokers connect to the link, one at a time. `teep provision` makes the file of the flash.")

  /// Bytes of the largest TEEP message, and of the largest answer: those of the smallest device.
  static let largestMessage = 2048
  static let largestResponse = 1152

  @Option(help: "The socket to listen on for a broker, as unix:PATH.")
  var link: String

  @Option(help: "The file that is the agent's flash.")
  var flash: String

  func run() throws {
    let store: Store<FileFlash>
    let file = try FileFlash(path: flash)
    do throws(StoreError) { store = try Store(mounting: file) } catch {
      throw AgentProcessError("\(flash): the store cannot be used (\(error)); make one with 'teep provision'")
    }
    let port = try SocketPort(listeningOn: link)
    let line = LineFetcher(
      AgentLink(
        port: port, bootIdentifier: UInt32.random(in: 1 ... .max), maximumMessage: UInt32(Self.largestMessage)
      ))
    var service = AgentService(
      Agent(store: store, crypto: MbedTLSCrypto(), line: line), clock: MonotonicClock())
    FileHandle.standardError.write(Data("teep-agent: listening on \(link)\n".utf8))
    var message = [UInt8](repeating: 0, count: Self.largestMessage)
    var response = [UInt8](repeating: 0, count: Self.largestResponse)
    while true {
      var messageSpan = message.mutableSpan
      var responseSpan = response.mutableSpan
      service.run(message: &messageSpan, response: &responseSpan)
    }
  }
}

/// What keeps the agent from running, in a sentence.
struct AgentProcessError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
