import TEEPLink
import TEEPTestSupport
import Testing

@testable import LinkTestSupport

/// Arguments that are longer than the agent's buffer: `TEEPLink.swift`, "A call".
@Suite struct LargeArgumentTests {
  private let script = Script()
  private let session: UInt32 = 0xA1B2_C3D4

  private func makeAgent() -> AgentLink<ScriptedPort> {
    AgentLink(port: ScriptedPort(script: script), bootIdentifier: 1, maximumMessage: 2048)
  }

  private func frame(_ number: UInt16, _ kind: UInt8, _ payload: [UInt8] = []) -> ReferenceFrame {
    ReferenceFrame(session: session, number: number, kind: kind, payload: payload)
  }

  private var hello: ReferenceFrame { frame(0, 0x01, [1, 255]) }

  private func received(_ number: UInt16, _ count: UInt32) -> ReferenceFrame {
    frame(number, 0x84, ReferenceFrame.bigEndian(count, 4))
  }

  private func read(
    _ agent: inout AgentLink<ScriptedPort>, _ call: ReceivedCall
  ) throws(LinkFetchError) -> [UInt8] {
    var buffer: [UInt8] = [0, 0]
    var span = buffer.mutableSpan
    let count = try agent.readArgument(of: call, into: &span)
    return Array(buffer.prefix(count))
  }

  @Test(arguments: [17, 0x0102_0304, 0x7FFF_FFFF, 0xFFFF_FFFF] as [UInt32])
  func `one that is refused is not sent`(length: UInt32) {
    var agent = makeAgent()
    script.add(hello, frame(1, 0x02, [4] + ReferenceFrame.bigEndian(length, 4) + [1, 2, 3]))
    let received = agent.nextCall(capacity: 16)
    #expect(received?.call.isOversized == true)
    #expect(received?.call.byteCount == Int(length))
    #expect(received?.argument == [UInt8](repeating: 0xEE, count: 16))
    #expect(script.answers().count == 1)
    if let call = received?.call { agent.refuseArgument(of: call) }
    #expect(script.answers() == [self.received(1, length)])
  }

  @Test func `one is read in pieces, each frame answered when its bytes are used up`() throws {
    var agent = makeAgent()
    let (first, second) = (frame(1, 0x02, [4, 0, 0, 0, 9, 1, 2, 3]), frame(2, 0x03, [4, 5, 6, 7]))
    script.add(hello, first, first, second, second, frame(3, 0x03, [8, 9, 10]))
    let call = try #require(agent.nextCall(capacity: 4)?.call)
    #expect(call.isOversized && call.byteCount == 9)
    #expect(script.answers().count == 1)
    var pieces: [[UInt8]] = []
    var answers: [[ReferenceFrame]] = []
    repeat {
      pieces.append(try read(&agent, call))
      answers.append(script.answers())
    } while pieces.last != []
    #expect(pieces == [[1, 2], [3], [4, 5], [6, 7], [8, 9], []])
    // A repetition is answered like the frame itself.
    #expect(
      answers == [
        [], [], [received(1, 3), received(1, 3)], [], [received(2, 7), received(2, 7)], [received(3, 9)],
      ])
  }

  @Test(arguments: [nil, 0x01, 0x04, 0x06] as [UInt8?])
  func `one ends with its session, its line, or where the broker goes on to something else`(kind: UInt8?)
    throws
  {
    var agent = makeAgent()
    script.add(hello, frame(1, 0x02, [4, 0, 0, 0, 9, 1]))
    let call = try #require(agent.nextCall(capacity: 4)?.call)
    switch kind {
    case 0x01: script.add(ReferenceFrame(session: 7, number: 0, kind: 0x01, payload: [1, 255]))
    case 0x04?: script.add(frame(2, 0x04), frame(3, 0x03, [2]))
    case let other?: script.add(frame(2, other, [5]))
    case nil: break
    }
    #expect(try read(&agent, call) == [1])
    if kind == 0x04 {
      #expect(try read(&agent, call) == [2])
    } else {
      #expect(throws: LinkFetchError.self) { try read(&agent, call) }
    }
  }
}
