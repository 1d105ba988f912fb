import Foundation
import TEEPLink

/// An agent that answers at once: names its TAM at each first policy check, and answers each message.
final class InstantAgent: Sendable {
  private let listener: BlockingSocket
  private let tamURI: [UInt8]
  private let answer: [UInt8]
  private let times: RelayTimes

  init(socket: String, tamURI: String, answer: [UInt8], times: RelayTimes) throws {
    listener = try .listening(at: socket)
    self.tamURI = Array(tamURI.utf8)
    self.answer = answer
    self.times = times
  }

  func start() {
    Thread { [self] in while true { serve(listener.accept()) } }.start()
  }

  private func serve(_ connection: BlockingSocket) {
    var link = AgentLink(
      port: Port(connection), bootIdentifier: UInt32.random(in: 1 ... .max), maximumMessage: 1 << 16)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var isNamed = false
    let (tamURI, answer) = (tamURI, answer)
    while true {
      var span = buffer.mutableSpan
      guard let call = link.nextCall(into: &span) else { break }
      switch call.call {
      case .requestPolicyCheck:
        isNamed.toggle()
        if isNamed {
          link.answer(.tamURI, tamURI: tamURI.span, message: Span(), ticks: 0)
        } else {
          link.answer(.nothing, tamURI: Span(), message: Span(), ticks: 0)
        }
      case .processTEEPMessage:
        times.agentHas()
        times.agentSends()
        link.answer(.message, tamURI: Span(), message: answer.span, ticks: 0)
      default:
        link.answer(.nothing, tamURI: Span(), message: Span(), ticks: 0)
      }
    }
    connection.close()
  }

  /// The agent's end of the link.
  private struct Port: LinkPort, ~Copyable {
    private let connection: BlockingSocket
    private var unread: ArraySlice<UInt8> = []

    init(_ connection: BlockingSocket) { self.connection = connection }

    mutating func receive() -> UInt8? {
      if unread.isEmpty { unread = connection.read()[...] }
      return unread.popFirst()
    }

    mutating func send(_ bytes: Span<UInt8>) {
      var frame: [UInt8] = []
      for index in bytes.indices { frame.append(bytes[index]) }
      connection.write(frame)
    }
  }
}
