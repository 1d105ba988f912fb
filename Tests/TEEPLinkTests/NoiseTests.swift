import TEEPLink
import TEEPTestSupport
import Testing

@testable import LinkTestSupport

/// Lines that lose, change, double and insert bytes: it costs time and never correctness.
@Suite struct NoiseTests {
  @Test(
    arguments: [
      LineNoise(damage: 0.01), LineNoise(burst: 0.001),
      LineNoise(damage: 0.01, burst: 0.001),
    ], [64, 255] as [UInt8])
  func `every exchange on a noisy line ends correctly, once`(noise: LineNoise, largestFrame: UInt8) {
    // With both kinds of noise three of four exchanges of a 64-byte frame fail: 40 in a row do so once in 20,000 times,
    // and there are some 1,500 of them here. 200 in a row do not happen.
    var configuration = BrokerLink.Configuration()
    configuration.maximumRetransmissions = 200
    let simulation = Simulation(broker: configuration)
    simulation.toAgent.noise = noise
    simulation.toBroker.noise = noise
    let calls = (0..<60).map { _ in
      SimulatedBroker.Call(
        call: .processTEEPMessage,
        argument: simulation.bytes(.random(in: 1...1000, using: &simulation.random)))
    }
    let payload = simulation.bytes(2000)
    simulation.broker.resources[Array("u".utf8)] = .init(pieces: [
      Array(payload[..<700]), Array(payload[700...]),
    ])
    simulation.broker.calls = calls
    var answers: [BrokerLink.Answer] = []
    let executed = SimulatedAgent(largestFrame: largestFrame).run(in: simulation) { link, _ in
      let fetches = answers.count.isMultiple(of: 10)
      if fetches {
        let fetched = try? link.fetch("u", pieceSize: 256)
        #expect(fetched == payload)
      }
      let message = simulation.bytes(.random(in: 1...1000, using: &simulation.random))
      answers.append(BrokerLink.Answer(outcome: .message, message: message))
      link.answer(.message, message: message)
    }
    #expect(simulation.broker.endings.filter { $0.outcome == nil } == [])
    #expect(simulation.broker.endings == answers.map(SimulatedBroker.Ending.answer))
    #expect(executed.map(\.argument) == calls.map(\.argument))
    #expect(simulation.broker.repetitions > 0)
  }

  @Test func `frames of before, sent again at any time, change nothing`() {
    let simulation = Simulation()
    let calls = (0..<30).map { SimulatedBroker.Call(call: .status, argument: [$0] + simulation.bytes(600)) }
    simulation.broker.calls = calls
    simulation.isHaunted = true
    let executed = SimulatedAgent().run(in: simulation) { link, call in
      link.answer(.message, message: Array(call.argument.reversed()))
    }
    #expect(executed.map(\.argument) == calls.map(\.argument))
    #expect(
      simulation.broker.endings
        == calls.map { .answer(BrokerLink.Answer(outcome: .message, message: $0.argument.reversed())) })
  }
}
