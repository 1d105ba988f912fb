import TEEPLink
import TEEPTestSupport
import Testing

@testable import LinkTestSupport

/// The broker's end against frames made by hand: `TEEPLink.swift`, "Request and answer".
@Suite struct BrokerConversationTests {
  private var broker = BrokerConversation()

  @Test mutating func `a whole call, byte for byte`() {
    broker.link.start(.processTEEPMessage, argument: [0x83, 0x00, 0xF6], at: 0)
    let conversation = [
      ("0005a1b2c3d401080101ffc0843c0f00", "0005a1b2c3d4010781010badcafe01020806ff56a2ef3b00"),
      ("0005a1b2c3d404010204010103038306f67e50bf6c00", "0005a1b2c3d403018401010603c4595c4600"),
      ("0005a1b2c3d4070204196aaf8400", "0005a1b2c3d40302870101060c95d249a900"),
      ("0005a1b2c3d4030305010101060c2d919bc800", "0005a1b2c3d40403880201010102070101010205054f03952300"),
      ("0005a1b2c3d4070409318174bf00", "0005a1b2c3d403048301010105bfbd405f00"),
    ]
    for (request, answer) in conversation {
      #expect(broker.link.takeOutput().hexadecimal == request)
      broker.link.receive([UInt8](hexadecimal: answer), at: 0)
    }
    #expect(
      broker.events() == [
        .connected(.init(bootIdentifier: 0x0BAD_CAFE, maximumMessage: 2048, largestFrame: 255)),
        .finished(.init(outcome: .message, message: [5, 0], ticks: 7)),
      ])
    #expect(broker.link.takeOutput() == [])
    #expect(broker.link.deadline == nil)
  }

  @Test mutating func `a late answer, one of another session, and an echo are passed over`() {
    broker.bringToWork()
    let finished: [UInt8] = [0, 0, 0, 10]
    broker.link.receive(
      broker.answer(1, 0x87, finished) + broker.answer(3, 0x87, finished) + broker.welcome(), at: 0)
    broker.link.receive(ReferenceFrame(session: 5, number: 2, kind: 0x87, payload: finished).onLine, at: 0)
    broker.link.receive(
      ReferenceFrame(session: 5, number: 2, kind: 0x82, payload: [0, 0, 0, 1]).onLine, at: 0)
    broker.link.receive(broker.answer(2, 0x04, []), at: 0)
    #expect(broker.sent() == [])
    #expect(broker.events() == [])
    broker.link.receive(broker.answer(2, 0x87, finished), at: 0)
    #expect(broker.sent() == [[3, 5]])
  }

  @Test(
    arguments: [
      (0x84, [0, 0]), (0x84, [0, 0, 0, 2]), (0x84, [0, 0, 0, 0]), (0x86, [0, 0, 0, 1]), (0x83, [0, 0, 0, 0]),
      (0x88, [1]),
      (0x81, [1]),
      (0x87, [0, 0, 0, 9]), (0x85, [0, 0, 2, 1]), (0x85, [255, 255, 255, 255]),
      (0x82, [1, 2]),
    ] as [(UInt8, [UInt8])])
  mutating func `an answer that makes no sense to a call ends the session`(kind: UInt8, payload: [UInt8]) {
    broker.link.start(.processTEEPMessage, argument: [7], at: 0)
    broker.link.receive(broker.welcome() + broker.answer(1, kind, payload), at: 0)
    #expect(broker.events().last == .failed(.protocolViolation))
    #expect(broker.link.isReady)
    #expect(broker.link.deadline == nil)
  }

  @Test(
    arguments: [
      [], [UInt8](repeating: 0, count: 13), [9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      [2, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 1],
    ] as [[UInt8]])
  mutating func `pulled bytes that are none, too many or no answer end the session`(bytes: [UInt8]) {
    broker.bringToWork()
    broker.link.receive(broker.answer(2, 0x87, [0, 0, 0, 12]) + broker.answer(3, 0x88, bytes), at: 0)
    #expect(broker.events() == [.failed(.protocolViolation)])
  }

  @Test(arguments: [[0, 0, 0, 0], [0, 0, 0, 3], [255, 255, 255, 255]] as [[UInt8]])
  mutating func `an agent that has used up no payload, or more than it got, ends the session`(count: [UInt8])
  {
    broker.bringToWork()
    broker.link.receive(broker.answer(2, 0x85, [0, 0, 0, 1]) + broker.answer(3, 0x88, [0x75]), at: 0)
    #expect(broker.events() == [.fetch(uri: [0x75]), .wantsPayload])
    broker.link.provide(payload: [1, 2], at: 0)
    broker.link.receive(broker.answer(4, 0x86, count), at: 0)
    #expect(broker.events() == [.fetchOver, .failed(.protocolViolation)])
  }

  @Test mutating func `an agent of another version is refused by that version`() {
    broker.link.connect(at: 0)
    broker.link.receive(broker.welcome(version: 2), at: 0)
    #expect(broker.events() == [.failed(.incompatible(version: 2))])
  }
}
