import TEEPLink
import TEEPTestSupport
import Testing

/// A UART that catches 6 bytes, a ring that holds one frame, and a CPU that stops: `TEEPLink.swift`, "Flow control".
/// Times are those of the nRF51822: 22.3 ms for the erase of a page of 1 KiB, 46 µs for writing a word.
@Suite struct FlowControlTests {
  private static let erase: UInt64 = 22_300
  private static let word: UInt64 = 46

  @Test(arguments: [64, 255] as [UInt8])
  func `a payload written to flash as it comes overruns nothing and needs no repetition`(largestFrame: UInt8)
  {
    let simulation = Simulation()
    simulation.ringCapacity = Int(largestFrame)
    let payload = simulation.bytes(32_768)
    let pieces = stride(from: 0, to: payload.count, by: 4096).map { Array(payload[$0..<$0 + 4096]) }
    simulation.broker.resources[Array("u".utf8)] = .init(pieces: pieces)
    simulation.broker.calls = [.init(call: .processTEEPMessage, argument: [1])]
    var written: [UInt8] = []
    var duration: UInt64 = 0
    _ = SimulatedAgent(largestFrame: largestFrame).run(in: simulation) { link, _ in
      let start = simulation.now
      try? link.openFetch(uri: [0x75].span)
      var buffer = [UInt8](repeating: 0, count: 64)
      var span = buffer.mutableSpan
      while let count = try? link.readFetch(into: &span), count > 0 {
        for index in 0..<count {
          if written.count.isMultiple(of: 1024) { simulation.spend(Self.erase, halted: true) }
          if written.count.isMultiple(of: 4) { simulation.spend(Self.word, halted: true) }
          written.append(span[index])
        }
      }
      duration = simulation.now - start
      link.answer(.nothing)
    }
    #expect(written == payload)
    #expect(simulation.overflow == 0)
    #expect(simulation.broker.repetitions == 0)
    #expect(simulation.broker.mostUnanswered <= Int(largestFrame))
    // What the line and the erases alone would take, in the simulation's own clock.
    let least = UInt64(payload.count) * SimulatedLine.microsecondsPerByte + 32 * Self.erase
    print("payload at \(least * 100 / duration) % of what line and erases allow, frames of \(largestFrame)")
    if largestFrame == 255 { #expect(least * 100 >= duration * 75) }
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
        simulation.spend(Self.erase, halted: true)
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
