import AgentCryptoMbedTLS
import AgentRuntime
import TEEPAgent
import TEEPLink

/// An agent with its flash in a file and its link on a Unix socket. It is used by one thread, on which it is served.
final class AgentProcess: @unchecked Sendable {
  /// Bytes of the largest TEEP message: those of the smallest device.
  private static let largestMessage = 2048
  /// Bytes of the largest answer: room for the certificates of an attestation key, which no board has.
  private static let largestResponse = 4096
  /// Bytes of stack for the thread of an agent.
  static let stackSize = 1 << 20

  private var service: AgentService<FileFlash, MbedTLSCrypto, SocketPort, ProcessDevice>

  /// Opens the flash and listens.
  init(link: String, flash: String) throws {
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
    service = AgentService(Agent(store: store, crypto: MbedTLSCrypto(), line: line, device: ProcessDevice()))
  }

  /// Serves brokers, one after the other.
  func serve() {
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
