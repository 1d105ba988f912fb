import TEEPLink
import TEEPTestSupport
import Testing

@testable import LinkTestSupport

/// The agent's end against frames made by hand: `TEEPLink.swift`, "Request and answer" and "Sessions".
@Suite struct AgentConversationTests {
  private let script = Script()
  private let session: UInt32 = 0xA1B2_C3D4
  private let boot: [UInt8] = [0x0B, 0xAD, 0xCA, 0xFE]

  private func makeAgent() -> AgentLink<ScriptedPort> {
    AgentLink(port: ScriptedPort(script: script), bootIdentifier: 0x0BAD_CAFE, maximumMessage: 2048)
  }

  private func frame(_ number: UInt16, _ kind: UInt8, _ payload: [UInt8] = []) -> ReferenceFrame {
    ReferenceFrame(session: session, number: number, kind: kind, payload: payload)
  }

  private var hello: ReferenceFrame { frame(0, 0x01, [1, 255]) }
  private var welcome: ReferenceFrame { frame(0, 0x81, [1] + boot + [0, 0, 8, 0, 255]) }
  /// processError with an argument of two bytes.
  private var call: ReferenceFrame { frame(1, 0x02, [5, 0, 0, 0, 2, 0x41, 0x42]) }

  @Test func `a whole call, byte for byte`() {
    var agent = makeAgent()
    script.toAgent += [UInt8](
      hexadecimal: """
        0005A1B2C3D401080101FFC0843C0F00 0005A1B2C3D404010204010103038306F67E50BF6C00
        """)
    let received = agent.nextCall(capacity: 16)
    #expect(received?.call.call == .processTEEPMessage)
    #expect(received?.call.byteCount == 3)
    #expect(received?.call.isOversized == false)
    #expect(received?.argument == [0x83, 0x00, 0xF6])
    #expect(
      script.fromAgent.hexadecimal == """
        0005a1b2c3d4010781010badcafe01020806ff56a2ef3b000005a1b2c3d403018401010603c4595c4600
        """)
    script.fromAgent = []
    script.toAgent += [UInt8](
      hexadecimal: """
        0005A1B2C3D4070204196AAF8400 0005A1B2C3D4030305010101060C2D919BC800 0005A1B2C3D4070409318174BF00
        """)
    agent.answer(.message, message: [5, 0], ticks: 7)
    #expect(
      script.fromAgent.hexadecimal == """
        0005a1b2c3d40302870101060c95d249a9000005a1b2c3d40403880201010102070101010205054f0395230000\
        05a1b2c3d403048301010105bfbd405f00
        """)
  }

  @Test func `a repeated request is answered again and carried out once`() {
    var agent = makeAgent()
    script.add(hello, hello, call, call, call, frame(2, 0x04))
    let received = agent.nextCall(capacity: 16)
    #expect(received?.argument == [0x41, 0x42])
    #expect(script.answers() == [welcome, welcome, frame(1, 0x84, [0, 0, 0, 2])])
    script.add(frame(3, 0x05, [0, 0, 0, 0, 99]), frame(4, 0x09))
    agent.answer(.nothing)
    let finished: [UInt8] = [0, 0, 0, 10]
    #expect(
      script.answers() == [
        frame(1, 0x87, finished), frame(1, 0x87, finished), frame(2, 0x87, finished),
        frame(3, 0x88, [UInt8](repeating: 0, count: 10)), frame(4, 0x83, [0, 0, 0, 0]),
      ])
    script.add(frame(4, 0x09))
    #expect(agent.nextCall(capacity: 16) == nil)
    #expect(script.answers() == [frame(4, 0x83, [0, 0, 0, 0])])
  }

  @Test func `a stale number, and one that leaps, is dropped`() {
    var agent = makeAgent()
    script.add(hello, call)
    #expect(agent.nextCall(capacity: 16) != nil)
    _ = script.answers()
    script.add(hello, frame(3, 0x04), frame(0xFFFF, 0x04), frame(2, 0x04), frame(1, 0x02, [1, 0, 0, 0, 0]))
    agent.answer(.nothing)
    #expect(script.answers() == [frame(2, 0x87, [0, 0, 0, 10])])
  }

  @Test func `a frame of another session, and any before a hello, is told so and changes nothing`() {
    var agent = makeAgent()
    var other = call
    other.session = 7
    script.add(call, hello, other, frame(1, 0x02, [5, 0, 0, 0, 2, 0x43]), other, frame(2, 0x03, [0x44]))
    #expect(agent.nextCall(capacity: 16)?.argument == [0x43, 0x44])
    let unknown = ReferenceFrame(session: 7, number: 1, kind: 0x82, payload: boot)
    #expect(
      script.answers() == [
        frame(1, 0x82, boot), welcome, unknown, frame(1, 0x84, [0, 0, 0, 1]), unknown,
        frame(2, 0x84, [0, 0, 0, 2]),
      ])
  }

  @Test func `a hello without a session number begins none, and ends none`() {
    var agent = makeAgent()
    let numberless = ReferenceFrame(session: 0, number: 0, kind: 1, payload: [1, 255])
    script.add(numberless, ReferenceFrame(session: 0, number: 1, kind: 2, payload: [1, 0, 0, 0, 0]))
    script.add(hello, numberless, call)
    #expect(agent.nextCall(capacity: 16)?.argument == [0x41, 0x42])
    #expect(script.answers().map(\.kind) == [0x82, 0x82, 0x81, 0x82, 0x84])
  }

  @Test func `an answer's echo is no request`() {
    var agent = makeAgent()
    script.add(hello, welcome, frame(1, 0x84, [0, 0, 0, 1]), call)
    #expect(agent.nextCall(capacity: 16) != nil)
    #expect(script.answers() == [welcome, frame(1, 0x84, [0, 0, 0, 2])])
  }

  @Test(
    arguments: [
      [], [5], [5, 0, 0, 0], [0, 0, 0, 0, 0], [8, 0, 0, 0, 0],
    ] as [[UInt8]])
  func `a call that is none finds the agent idle`(payload: [UInt8]) {
    var agent = makeAgent()
    script.add(hello, frame(1, 0x02, payload))
    #expect(agent.nextCall(capacity: 16) == nil)
    #expect(script.answers() == [welcome, frame(1, 0x83, [0, 0, 0, 0])])
  }

  @Test func `requests that belong to a call find an agent without one idle`() {
    var agent = makeAgent()
    script.add(hello)
    for (number, kind) in zip(1...6, [0x03, 0x04, 0x06, 0x07, 0x08, 0x09] as [UInt8]) {
      script.add(frame(UInt16(number), kind))
    }
    #expect(agent.nextCall(capacity: 16) == nil)
    #expect(script.answers() == [welcome] + (1...6).map { frame(UInt16($0), 0x83, [0, 0, 0, 0]) })
  }

  @Test func `bytes beyond the announced length are not taken`() {
    var agent = makeAgent()
    script.add(hello, frame(1, 0x02, [5, 0, 0, 0, 2, 1, 2, 3, 4]))
    #expect(agent.nextCall(capacity: 16)?.argument == [1, 2])
    #expect(script.answers().last == frame(1, 0x84, [0, 0, 0, 2]))
  }

  @Test func `a pull gives no more than was asked, fits the frame, and nothing past the end`() {
    var agent = makeAgent()
    script.add(frame(0, 0x01, [1, 64]), call)
    #expect(agent.nextCall(capacity: 16) != nil)
    _ = script.answers()
    script.add(
      frame(2, 0x05, [0, 0, 0, 9, 3]), frame(3, 0x05, [0, 0, 0, 0, 255]),
      frame(4, 0x05, [0, 0, 0, 112, 255]),
      frame(5, 0x05, [0, 0, 0, 113, 1]), frame(6, 0x05, [255, 255, 255, 255, 255]), frame(7, 0x05, [0]))
    let message = [UInt8](1...100)
    agent.answer(.message, tamURI: [0x61, 0x62, 0x63], message: message, ticks: 0x0102_0304)
    let whole = [2, 0, 1, 2, 3, 4, 0, 0, 0, 3, 0x61, 0x62, 0x63] + message
    #expect(
      script.answers() == [
        frame(2, 0x88, [3, 0x61, 0x62]), frame(3, 0x88, Array(whole[..<50])), frame(4, 0x88, [100]),
        frame(5, 0x88), frame(6, 0x88),
      ])
  }

  @Test func `a line that goes ends the session, and what is fetched and answered in it`() {
    var agent = makeAgent()
    script.add(hello, call)
    #expect(agent.nextCall(capacity: 16) != nil)
    #expect(throws: LinkFetchError.lineGone) { try agent.openFetch(uri: [0x75].span) }
    _ = script.answers()
    script.add(frame(2, 0x04))
    agent.answer(.nothing)
    #expect(script.answers() == [])
    #expect(agent.nextCall(capacity: 16) == nil)
    #expect(script.answers() == [frame(2, 0x82, boot)])
  }

  @Test func `a new session ends the work of the old one`() {
    var agent = makeAgent()
    script.add(hello, call)
    #expect(agent.nextCall(capacity: 16) != nil)
    var second = hello
    second.session = 0xFFFF_0000
    script.add(second)
    #expect(throws: LinkFetchError.sessionEnded) { try agent.openFetch(uri: [0x75].span) }
    #expect(throws: LinkFetchError.sessionEnded) { try agent.openFetch(uri: [0x75].span) }
    #expect(throws: LinkFetchError.sessionEnded) { try agent.fetch("u", pieceSize: 4) }
    _ = script.answers()
    agent.answer(.nothing)
    #expect(script.answers() == [])
    script.add(ReferenceFrame(session: 0xFFFF_0000, number: 1, kind: 2, payload: [6, 0, 0, 0, 0]))
    #expect(agent.nextCall(capacity: 16)?.call.call == .status)
  }
}
