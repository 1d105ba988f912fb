import Foundation
import TEEPLink

@testable import teep_agent

/// The agent's end of the link on the socket of `teep-agent`, in a thread, without an agent behind it: what
/// `Embedded/SelfTest` is on the board.
enum EchoAgent {
  /// Answers each call with its argument backwards, and in `ticks` with how many calls there have been, until it is
  /// told of an error.
  static func start(at path: String) throws {
    let port = try teep_agent.SocketPort(listeningOn: "unix:" + path)
    // The thread is the only one to use the link.
    nonisolated(unsafe) var link: AgentLink? = AgentLink(
      port: port, bootIdentifier: .random(in: 1 ... .max), maximumMessage: 1024, largestFrame: 64)
    Thread { if let own = unsafe link.take() { serve(own) } }.start()
  }

  private static func serve(_ link: consuming AgentLink<teep_agent.SocketPort>) {
    var storage = [UInt8](repeating: 0, count: 1024)
    var count: UInt32 = 0
    while true {
      var buffer = storage.mutableSpan
      guard let call = link.nextCall(into: &buffer) else { continue }
      count += 1
      let message = Array(storage[..<call.byteCount].reversed())
      link.answer(.message, tamURI: Span(), message: message.span, ticks: count)
      if call.call == .processError { return }
    }
  }
}
