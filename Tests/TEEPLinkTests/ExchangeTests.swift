import TEEPLink
import TEEPTestSupport
import Testing

@testable import LinkTestSupport

/// Calls and their answers over a line that does its duty.
@Suite struct ExchangeTests {
  private static let lengths = [0, 1, 12, 13, 221, 222, 236, 237, 241, 242, 255, 256, 1000, 4999, 5000]

  @Test(arguments: [32, 64, 255] as [UInt8])
  func `every call, with arguments and answers of 0 to 5000 bytes, arrives unchanged`(largestFrame: UInt8) {
    let simulation = Simulation()
    let calls = Self.lengths.flatMap { length in
      (length < 300 ? 1...7 : 4...4).compactMap(LinkCall.init(rawValue:)).map { call in
        SimulatedBroker.Call(call: call, argument: simulation.bytes(length))
      }
    }
    simulation.broker.calls = calls
    var answers: [BrokerLink.Answer] = []
    let executed = SimulatedAgent(largestFrame: largestFrame).run(in: simulation) { link, call in
      let outcomes: [LinkOutcome] = [
        .nothing, .tamURI, .message, .tamURIAndMessage, .failure(0), .failure(255),
      ]
      let answer = BrokerLink.Answer(
        outcome: outcomes[answers.count % outcomes.count],
        tamURI: simulation.bytes(Self.lengths[answers.count % 7]),
        message: simulation.bytes(Self.lengths[answers.count % Self.lengths.count]),
        ticks: .random(in: 0 ... .max, using: &simulation.random))
      answers.append(answer)
      link.answer(answer.outcome, tamURI: answer.tamURI, message: answer.message, ticks: answer.ticks)
    }
    #expect(executed.map(\.argument) == calls.map(\.argument))
    #expect(executed.map(\.call) == calls.map(\.call))
    #expect(simulation.broker.endings == answers.map(SimulatedBroker.Ending.answer))
    #expect(simulation.broker.repetitions == 0)
  }

  @Test func `an agent is known by what its welcome says`() {
    let simulation = Simulation()
    simulation.broker.calls = [.init(call: .status, argument: [])]
    _ = SimulatedAgent(largestFrame: 96, capacity: 2048).run(in: simulation) { link, _ in
      link.answer(.nothing)
    }
    #expect(
      simulation.broker.events.first
        == .connected(.init(bootIdentifier: 101, maximumMessage: 2048, largestFrame: 96)))
  }

  @Test func `an oversized argument is not transferred, and the next call is as good as any`() {
    let simulation = Simulation()
    simulation.broker.calls = [
      .init(call: .processTEEPMessage, argument: simulation.bytes(50_000)),
      .init(call: .processTEEPMessage, argument: [1, 2, 3]),
    ]
    let executed = SimulatedAgent(capacity: 2048).run(in: simulation) { link, call in
      link.answer(call.isOversized ? .failure(9) : .nothing)
    }
    #expect(executed.map(\.isOversized) == [true, false])
    #expect(executed.last?.argument == [1, 2, 3])
    #expect(simulation.broker.endings.map(\.outcome) == [.failure(9), .nothing])
    #expect(!simulation.broker.sent.contains { $0.kind == 0x03 })
  }

  @Test func `an answer longer than the broker allows fails by its length`() {
    var configuration = BrokerLink.Configuration()
    configuration.maximumAnswer = 1000
    let simulation = Simulation(broker: configuration)
    simulation.broker.calls = [.init(call: .status, argument: []), .init(call: .status, argument: [1])]
    _ = SimulatedAgent().run(in: simulation) { link, call in
      link.answer(.message, message: simulation.bytes(1001 - call.argument.count))
    }
    #expect(simulation.broker.endings.first == .failure(.answerTooLong(1001)))
    #expect(simulation.broker.endings.last?.outcome == .message)
  }
}
