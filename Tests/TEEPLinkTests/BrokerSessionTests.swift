import TEEPLink
import TEEPTestSupport
import Testing

@testable import LinkTestSupport

/// When the broker repeats itself, gives up and begins anew: `TEEPLink.swift`, "Sessions" and "Flow control".
@Suite struct BrokerSessionTests {
  private var broker = BrokerConversation()

  @Test mutating func `a session begins by itself or when asked for, once`() {
    broker.link.connect(at: 0)
    broker.link.connect(at: 0)
    broker.link.start(.status, argument: [], at: 0)
    #expect(broker.sent() == [[0, 1]])
    broker.link.receive(broker.welcome(), at: 0)
    #expect(broker.sent() == [[1, 2]])
    #expect(!broker.link.isReady)
  }

  @Test mutating func `an agent that nothing is wanted of is asked whether it still knows the session`() {
    broker.link.probe(at: 0)
    #expect(broker.sent() == [[0, 1]])
    broker.link.receive(broker.welcome(boot: 1), at: 0)
    _ = broker.events()
    broker.link.probe(at: 0)
    broker.link.probe(at: 0)
    #expect(broker.sent() == [[1, 9]])
    broker.link.receive(broker.answer(1, 0x83, [0, 0, 0, 0]), at: 0)
    #expect(broker.sent() == [] && broker.events() == [] && broker.link.deadline == nil)
    // It was reset.
    broker.link.probe(at: 0)
    broker.link.receive(broker.answer(2, 0x82, [0, 0, 0, 2]), at: 0)
    #expect(broker.sent() == [[2, 9], [0, 1]])
    #expect(broker.events() == [.agentRestarted])
  }

  @Test mutating func `a call made while the agent is asked follows, and a probe during a call is none`() {
    broker.link.probe(at: 0)
    broker.link.receive(broker.welcome(), at: 0)
    broker.link.probe(at: 0)
    broker.link.start(.status, argument: [], at: 0)
    #expect(broker.sent() == [[0, 1], [1, 9]])
    broker.link.receive(broker.answer(1, 0x83, [0, 0, 0, 0]), at: 0)
    #expect(broker.sent() == [[2, 2]])
    broker.link.probe(at: 0)
    #expect(broker.sent() == [])
  }

  @Test mutating func `a request is repeated after 300, 600 and then every 1000 ms, 40 times`() {
    broker.link.connect(at: 1000)
    var times: [UInt64] = []
    while let deadline = broker.link.deadline {
      broker.link.advance(to: deadline - 1)
      _ = broker.sent().isEmpty
      broker.link.advance(to: deadline)
      if broker.sent() == [[0, 1]] { times.append(deadline) }
    }
    #expect(Array(times.prefix(5)) == [1300, 1900, 2900, 3900, 4900])
    #expect(times.count == 40)
    #expect(broker.events() == [.failed(.agentSilent)])
  }

  @Test mutating func `nothing is sent before its time`() {
    broker.link.connect(at: 1000)
    _ = broker.sent()
    broker.link.advance(to: 1299)
    #expect(broker.sent() == [])
    broker.link.advance(to: 1300)
    #expect(broker.sent() == [[0, 1]])
  }

  @Test mutating func `a working agent is polled at once, then ever more rarely, with 255 bytes in 60 s`() {
    broker.link.start(.status, argument: [], at: 0)
    broker.link.receive(broker.welcome() + broker.answer(1, 0x84, [0, 0, 0, 0]), at: 0)
    var polls = ReferenceFrame.all(in: broker.link.takeOutput()).filter { $0.kind == 4 }
    #expect(polls.count == 1)
    var last: UInt64 = 0
    while let deadline = broker.link.deadline {
      last = deadline
      broker.link.advance(to: deadline)
      polls += ReferenceFrame.all(in: broker.link.takeOutput())
    }
    #expect(last == 60_000)
    #expect(polls.allSatisfy { $0 == polls[0] })
    #expect(polls.count * polls[0].onLine.count <= 255)
    #expect(broker.events().last == .failed(.agentSilent))
  }

  @Test mutating func `an agent that says it is still at work gets its 60 s anew`() {
    broker.bringToWork()
    broker.link.receive(broker.answer(2, 0x84, [0, 0, 0, 1]), at: 50_000)
    broker.link.advance(to: 60_000)
    broker.link.advance(to: 109_999)
    #expect(broker.events() == [])
    broker.link.advance(to: 110_000)
    #expect(broker.events() == [.failed(.agentSilent)])
  }

  @Test mutating func `a call whose only frame met an unknown session is made again`() {
    broker.link.connect(at: 0)
    broker.link.receive(broker.welcome(boot: 1), at: 0)
    broker.link.start(.status, argument: [], at: 0)
    _ = (broker.sent(), broker.events())
    broker.link.receive(broker.answer(1, 0x82, [0, 0, 0, 2]), at: 0)
    #expect(broker.sent().map { $0[1] } == [1])
    #expect(broker.events() == [.agentRestarted])
    #expect(!broker.link.isReady)
  }

  @Test mutating func `a call sent twice before it met an unknown session has failed`() {
    broker.link.connect(at: 0)
    broker.link.receive(broker.welcome(boot: 1), at: 0)
    broker.link.start(.status, argument: [], at: 0)
    broker.link.advance(to: 300)
    _ = (broker.sent(), broker.events())
    broker.link.receive(broker.answer(1, 0x82, [0, 0, 0, 2]), at: 310)
    #expect(broker.events() == [.agentRestarted, .failed(.agentRestarted)])
    #expect(broker.sent().map { $0[1] } == [1])
  }

  @Test mutating func `an agent that lost the session without a restart fails the call as that`() {
    broker.bringToWork()
    broker.link.receive(broker.answer(2, 0x82, [0, 0, 0, 1]), at: 0)
    #expect(broker.events() == [.failed(.sessionLost)])
  }

  @Test mutating func `a call started during the release of the one before waits, and outlives it`() {
    broker.bringToWork()
    broker.link.receive(
      broker.answer(2, 0x87, [0, 0, 0, 10]) + broker.answer(3, 0x88, [UInt8](repeating: 0, count: 10)), at: 0)
    #expect(broker.events() == [.finished(.init(outcome: .nothing))])
    #expect(broker.sent() == [[3, 5], [4, 9]])
    broker.link.start(.status, argument: [1], at: 0)
    #expect(broker.sent() == [])
    broker.link.receive(broker.answer(4, 0x82, [0, 0, 0, 9]), at: 0)
    #expect(broker.events() == [.agentRestarted])
    #expect(broker.sent().map { $0[1] } == [1])
    #expect(!broker.link.isReady)
  }

  @Test mutating func `a lost line leaves nothing to wait for or to send`() {
    broker.link.start(.status, argument: [], at: 0)
    broker.link.lineLost()
    #expect(broker.events() == [.failed(.lineLost)])
    #expect(broker.link.takeOutput() == [])
    #expect(broker.link.deadline == nil)
    broker.link.lineLost()
    #expect(broker.events() == [])
  }

  @Test mutating func `each session has another number than the one before, and none has 0`() {
    var link = BrokerLink(randomSession: { 0 })
    var numbers: [UInt32] = []
    for _ in 0..<3 {
      link.connect(at: 0)
      numbers += ReferenceFrame.all(in: link.takeOutput()).map(\.session)
      link.lineLost()
    }
    #expect(!numbers.contains(0))
    #expect(numbers[0] != numbers[1] && numbers[1] != numbers[2])
  }

  @Test mutating func `timers are scaled together`() {
    let scaled = BrokerLink.Configuration().scaled(by: 0.01)
    #expect(scaled.retransmissionInterval == 3)
    #expect(scaled.maximumRetransmissionInterval == 10)
    #expect(scaled.pollInterval == 1)
    #expect(scaled.maximumPollInterval == 50)
    #expect(scaled.toleratedSilence == 600)
    #expect(scaled.maximumRetransmissions == 40)
  }
}
