import TEEPLink
import TEEPTestSupport
import Testing

@testable import LinkTestSupport

/// Resets, cuts and restarts at any moment of an exchange: `TEEPLink.swift`, "Sessions".
@Suite struct InterruptionTests {
  /// Makes a call of 600 bytes, with a fetch of 600, work of 50 ms and an answer of 600, and a second call like it.
  /// After so many milliseconds something happens.
  private func run(
    after milliseconds: UInt64, _ interruption: @escaping (Simulation) -> Void
  ) -> (simulation: Simulation, executed: [ExecutedCall]) {
    let simulation = Simulation(seed: milliseconds)
    let payload = simulation.bytes(600)
    simulation.broker.resources[Array("u".utf8)] = .init(pieces: [payload])
    simulation.broker.calls = (1...2).map { .init(call: .status, argument: [$0] + simulation.bytes(599)) }
    simulation.plan(in: milliseconds * 1000, interruption)
    let executed = SimulatedAgent().run(in: simulation) { link, call in
      simulation.spend(50_000)
      guard let fetched = try? link.fetch("u", pieceSize: 100) else { return link.answer(.failure(1)) }
      #expect(fetched == payload)
      link.answer(.message, message: Array(call.argument.reversed()))
    }
    return (simulation, executed)
  }

  /// Whether this is the answer to one of the calls that were carried out.
  private func isAnswer(_ ending: SimulatedBroker.Ending, toOneOf executed: [ExecutedCall]) -> Bool {
    executed.contains {
      ending == .answer(BrokerLink.Answer(outcome: .message, message: $0.argument.reversed()))
    }
  }

  /// What must hold whenever the interruption came: one call fails at most, and for this reason; the others are
  /// answered; none is carried out twice after one start of the agent.
  private func check(
    _ run: (simulation: Simulation, executed: [ExecutedCall]), endings: ClosedRange<Int> = 2...2,
    failure: BrokerLink.Failure
  ) {
    #expect(endings.contains(run.simulation.broker.endings.count))
    let failures = run.simulation.broker.endings.filter { !isAnswer($0, toOneOf: run.executed) }
    #expect(failures.isEmpty || failures == [.failure(failure)])
    let isEachOnce = run.executed.indices.allSatisfy { !run.executed[..<$0].contains(run.executed[$0]) }
    #expect(isEachOnce)
  }

  @Test func `without an interruption both calls take the 480 ms of the sweeps below`() {
    let (simulation, executed) = run(after: 0) { _ in }
    #expect(executed.count == 2)
    #expect(simulation.broker.endings.count { isAnswer($0, toOneOf: executed) } == 2)
    #expect((480_000...500_000).contains(simulation.now))
  }

  @Test func `a reset of the agent at any time is noticed and fails one call at most`() {
    var failed = 0
    for milliseconds in stride(from: UInt64(1), through: 480, by: 4) {
      let run = run(after: milliseconds) { $0.resetAgent() }
      check(run, failure: .agentRestarted)
      let isFailed = run.simulation.broker.endings.contains { $0.outcome == nil }
      #expect(!isFailed || run.simulation.broker.events.contains(.agentRestarted))
      failed += isFailed ? 1 : 0
    }
    #expect(failed > 100)
  }

  @Test func `a cut of the connection at any time fails the call under way alone`() {
    for milliseconds in stride(from: UInt64(1), through: 480, by: 4) {
      let run = run(after: milliseconds) { $0.disconnect() }
      check(run, failure: .lineLost)
      #expect(run.simulation.broker.endings.contains(.failure(.lineLost)))
    }
  }

  @Test func `a broker that starts again at any time has its next call answered`() {
    for milliseconds in stride(from: UInt64(1), through: 480, by: 4) {
      let run = run(after: milliseconds) { $0.restartBroker() }
      check(run, endings: 1...1, failure: .sessionLost)
      #expect(isAnswer(run.simulation.broker.endings[0], toOneOf: run.executed))
    }
  }

  @Test func `a call given up at any time leaves the way free for the next one`() {
    for milliseconds in stride(from: UInt64(1), through: 480, by: 4) {
      let run = run(after: milliseconds) { $0.abandonCall() }
      check(run, failure: .abandoned)
      #expect(run.simulation.broker.endings.contains(.failure(.abandoned)))
    }
  }

  @Test func `a reset between two calls costs nothing but a hello`() {
    let simulation = Simulation()
    simulation.broker.calls = [.init(call: .status, argument: [1])]
    var isFirst = true
    let executed = SimulatedAgent().run(in: simulation) { link, _ in
      link.answer(.nothing)
      if isFirst {
        isFirst = false
        simulation.broker.calls = [.init(call: .status, argument: [2])]
        simulation.spend(100_000)
        simulation.resetAgent()
        simulation.begin()
      }
    }
    #expect(executed.map(\.argument) == [[1], [2]])
    #expect(executed.map(\.boot) == [101, 102])
    #expect(simulation.broker.endings.map(\.outcome) == [.nothing, .nothing])
    #expect(simulation.broker.events.contains(.agentRestarted))
  }

  @Test(arguments: [1, 15, 59] as [UInt64]) func `an agent may compute for this many seconds`(seconds: UInt64)
  {
    let simulation = Simulation()
    simulation.broker.calls = [.init(call: .processTEEPMessage, argument: simulation.bytes(2000))]
    let executed = SimulatedAgent().run(in: simulation) { link, _ in
      simulation.spend(seconds * 1_000_000)
      link.answer(.message, message: [1])
    }
    #expect(executed.count == 1)
    #expect(simulation.broker.endings.map(\.outcome) == [.message])
    #expect(simulation.overflow == 0)
    #expect(simulation.broker.mostUnanswered <= 255)
  }

  @Test func `an agent that computes too long counts as silent, and answers the next call`() {
    let simulation = Simulation()
    simulation.broker.calls = (1...2).map { .init(call: .status, argument: [$0]) }
    let executed = SimulatedAgent().run(in: simulation) { link, call in
      if call.argument == [1] { simulation.spend(75_000_000) }
      link.answer(.nothing)
    }
    #expect(executed.map(\.argument) == [[1], [2]])
    #expect(simulation.broker.endings == [.failure(.agentSilent), .answer(.init(outcome: .nothing))])
  }
}
