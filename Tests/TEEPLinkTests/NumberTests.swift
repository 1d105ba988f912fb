import TEEPLink
import Testing

@testable import LinkTestSupport

/// Requests are numbered 0 (the hello), 1, 2, … 65535, 1, 2, …: `TEEPLink.swift`, "Request and answer".
@Suite struct NumberTests {
  /// A line without length: what one end sends is at once at the other.
  private final class Line {
    var link = BrokerLink()
    var toAgent: ArraySlice<UInt8> = []
    var piecesLeft = 66_000
    var sentCount = 0
    /// The kinds of the requests with number 0, among the first and around the 65536th.
    var numberedZero: [UInt8] = []
    var answer: BrokerLink.Answer?

    func receive() -> UInt8? {
      while toAgent.isEmpty, answer == nil {
        let output = link.takeOutput()
        toAgent += output
        sentCount += output.isEmpty ? 0 : 1
        if sentCount < 3 || sentCount > 65_500 {
          numberedZero += ReferenceFrame.all(in: output).filter { $0.number == 0 }.map(\.kind)
        }
        switch link.nextEvent() {
        case .wantsPayload where piecesLeft > 0:
          piecesLeft -= 1
          link.provide(payload: [UInt8(truncatingIfNeeded: piecesLeft)], at: 0)
        case .wantsPayload: link.endPayload(at: 0)
        case .finished(let answer): self.answer = answer
        default: break
        }
      }
      return toAgent.popFirst()
    }
  }

  private struct Port: LinkPort, ~Copyable {
    let line: Line

    mutating func receive() -> UInt8? { line.receive() }

    mutating func send(_ bytes: Span<UInt8>) { line.link.receive([UInt8](bytes), at: 0) }
  }

  @Test func `a session goes on after request 65535, without the hello's number`() throws {
    let line = Line()
    line.link.start(.status, argument: [], at: 0)
    var agent = AgentLink(port: Port(line: line), bootIdentifier: 1, maximumMessage: 8)
    #expect(agent.nextCall(capacity: 8) != nil)
    let payload = try agent.fetch("u", pieceSize: 8)
    #expect(payload == (0..<66_000).reversed().map { UInt8(truncatingIfNeeded: $0) })
    agent.answer(.message, message: [1])
    #expect(line.answer == BrokerLink.Answer(outcome: .message, message: [1]))
    #expect(line.numberedZero == [0x01])
  }
}
