import TEEPLink
import TEEPTestSupport
import Testing

@testable import LinkTestSupport

/// A UART that catches 6 bytes, a ring that holds one frame, and a CPU that stops: `TEEPLink.swift`, "Flow control".
@Suite struct FlowControlTests {
  @Test(arguments: [64, 255] as [UInt8])
  func `a payload written to flash as it comes overruns nothing and needs no repetition`(largestFrame: UInt8)
  {
    let throughput = Throughput(largestFrame: largestFrame)
    #expect(throughput.written == throughput.payload)
    #expect(throughput.overflow == 0)
    #expect(throughput.broker.repetitions == 0)
    #expect(throughput.broker.mostUnanswered <= Int(largestFrame))
    if largestFrame == 255 { #expect(throughput.share >= 75) }
  }

  @Test func `a long argument is taken frame by frame while the agent is slow to read`() {
    let simulation = Simulation()
    let argument = simulation.bytes(5000)
    simulation.broker.calls = [.init(call: .processTEEPMessage, argument: argument)]
    let executed = SimulatedAgent().run(in: simulation) { link, _ in link.answer(.message, message: argument)
    }
    #expect(executed.map(\.argument) == [argument])
    #expect(simulation.overflow == 0)
    #expect(simulation.broker.mostUnanswered <= 255)
  }

  @Test func `polls that are lost in page erases are made up for`() {
    let simulation = Simulation()
    simulation.broker.calls = (1...20).map { .init(call: .processTEEPMessage, argument: [$0]) }
    let executed = SimulatedAgent().run(in: simulation) { link, call in
      for _ in 0..<Int(call.argument[0]) * 5 {
        simulation.spend(Throughput.erase, halted: true)
        simulation.spend(500)
      }
      link.answer(.nothing)
    }
    #expect(executed.count == 20)
    #expect(simulation.broker.endings.allSatisfy { $0.outcome == .nothing })
    #expect(simulation.overflow > 0)
  }

  @Test func `a network that is slow holds nothing up but the payload`() {
    let simulation = Simulation()
    simulation.broker.payloadLatency = 90_000_000
    simulation.broker.resources[Array("u".utf8)] = .init(pieces: [[1], [2], [3]])
    simulation.broker.calls = [.init(call: .processTEEPMessage, argument: [])]
    var fetched: [UInt8] = []
    _ = SimulatedAgent().run(in: simulation) { link, _ in
      fetched = (try? link.fetch("u", pieceSize: 4)) ?? []
      link.answer(.nothing)
    }
    #expect(fetched == [1, 2, 3])
    #expect(simulation.broker.repetitions == 0)
  }
}
