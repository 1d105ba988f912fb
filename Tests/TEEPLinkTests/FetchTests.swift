import TEEPLink
import TEEPTestSupport
import Testing

@testable import LinkTestSupport

/// Payloads that the agent gets through the broker while it works on a call.
@Suite struct FetchTests {
  private let simulation = Simulation()

  private func run(_ program: SimulatedAgent.Program) {
    simulation.broker.calls = [.init(call: .processTEEPMessage, argument: [1, 2, 3])]
    _ = SimulatedAgent().run(in: simulation, program)
  }

  private var outcome: LinkOutcome? { simulation.broker.endings.first?.outcome }

  @Test(arguments: [(0, 1), (1, 1), (1, 64), (8192, 1), (8192, 241), (8192, 1024), (102_400, 256)])
  func `a payload arrives unchanged, whatever pieces it comes in and is read in`(length: Int, piece: Int) {
    let payload = simulation.bytes(length)
    var pieces: [[UInt8]] = []
    var rest = payload[...]
    while !rest.isEmpty {
      let size = Int.random(in: 0...3000, using: &simulation.random)
      pieces.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    simulation.broker.resources[Array("coap://x/y".utf8)] = .init(pieces: pieces)
    var fetched: [UInt8] = []
    run { link, _ in
      fetched = (try? link.fetch("coap://x/y", pieceSize: piece)) ?? [0xBA, 0xD0]
      link.answer(.nothing)
    }
    #expect(fetched == payload)
    #expect(outcome == .nothing)
    #expect(!simulation.broker.events.contains(.fetchOver))
    #expect(simulation.broker.repetitions == 0)
  }

  @Test(arguments: [0, 1, 241, 242, 512]) func `a URI of up to 512 bytes arrives whole`(length: Int) {
    let uri = simulation.bytes(length)
    simulation.broker.resources[uri] = .init(pieces: [[42]])
    run { link, _ in
      var byte: [UInt8] = [0]
      var span = byte.mutableSpan
      try? link.openFetch(uri: uri.span)
      let count = try? link.readFetch(into: &span)
      link.answer(count == 1 && byte == [42] ? .nothing : .failure(1))
    }
    #expect(simulation.broker.events.contains(.fetch(uri: uri)))
    #expect(outcome == .nothing)
  }

  @Test func `a URI of 513 bytes is refused before anything is sent`() {
    let uri = simulation.bytes(513)
    run { link, _ in
      #expect(throws: LinkFetchError.uriTooLong) { try link.openFetch(uri: uri.span) }
      link.answer(.failure(3))
    }
    #expect(outcome == .failure(3))
  }

  @Test(arguments: [0, 1, 3]) func `a failed fetch says so with the broker's code`(pieces: Int) {
    simulation.broker.resources[Array("u".utf8)] = .init(
      pieces: [[UInt8]](repeating: [1, 2, 3], count: pieces), failure: 17)
    run { link, _ in
      #expect(throws: LinkFetchError.failed(17)) { try link.fetch("u", pieceSize: 8) }
      link.answer(.failure(4))
    }
    #expect(outcome == .failure(4))
    #expect(!simulation.broker.events.contains(.fetchOver))
  }

  @Test func `after the end of a payload there is still its end`() {
    simulation.broker.resources[Array("u".utf8)] = .init(pieces: [[1]])
    run { link, _ in
      _ = try? link.fetch("u", pieceSize: 8)
      var buffer = [UInt8](repeating: 0, count: 8)
      var span = buffer.mutableSpan
      let more = try? link.readFetch(into: &span)
      link.answer(more == 0 ? .nothing : .failure(5))
    }
    #expect(outcome == .nothing)
  }

  @Test func `a call that fetches nothing has nothing to read, though the one before gave its fetch up`() {
    simulation.broker.resources[Array("u".utf8)] = .init(pieces: [[1, 2, 3]])
    simulation.broker.calls = [.init(call: .status, argument: [1]), .init(call: .status, argument: [2])]
    var counts: [Int?] = []
    _ = SimulatedAgent().run(in: simulation) { link, call in
      if call.argument == [1] { try? link.openFetch(uri: [0x75].span) }
      var buffer: [UInt8] = [0]
      var span = buffer.mutableSpan
      counts.append(try? link.readFetch(into: &span))
      link.answer(.nothing)
    }
    #expect(counts == [1, 0])
    #expect(simulation.broker.endings.map(\.outcome) == [.nothing, .nothing])
  }

  @Test func `payloads are fetched one after the other, a failed one among them`() {
    for name in ["a", "c"] {
      simulation.broker.resources[Array(name.utf8)] = .init(pieces: [Array(name.utf8)])
    }
    var fetched: [UInt8] = []
    run { link, _ in
      for name in ["a", "b", "c"] { fetched += (try? link.fetch(name, pieceSize: 8)) ?? [0x21] }
      link.answer(.message, message: fetched)
    }
    #expect(fetched == Array("a!c".utf8))
    #expect(outcome == .message)
  }

  @Test func `a fetch given up half-way ends the broker's stream and spoils no other`() {
    simulation.broker.resources[Array("long".utf8)] = .init(pieces: [[UInt8]](repeating: [9], count: 50))
    simulation.broker.resources[Array("short".utf8)] = .init(pieces: [[5, 6, 7]])
    var fetched: [UInt8] = []
    run { link, _ in
      var buffer = [UInt8](repeating: 0, count: 1)
      var span = buffer.mutableSpan
      for _ in 0..<2 {
        try? link.openFetch(uri: Array("long".utf8).span)
        for _ in 0..<3 { _ = try? link.readFetch(into: &span) }
      }
      fetched = (try? link.fetch("short", pieceSize: 2)) ?? []
      try? link.openFetch(uri: Array("long".utf8).span)
      link.answer(.nothing)
    }
    #expect(fetched == [5, 6, 7])
    #expect(simulation.broker.events.count { $0 == .fetchOver } == 3)
    #expect(outcome == .nothing)
  }

  @Test func `the broker is asked for a piece only when the agent has used up the last one`() {
    simulation.broker.resources[Array("u".utf8)] = .init(
      pieces: [[UInt8]](repeating: [1, 2, 3, 4], count: 5))
    var asked: [Int] = []
    run { link, _ in
      try? link.openFetch(uri: Array("u".utf8).span)
      var buffer = [UInt8](repeating: 0, count: 2)
      var span = buffer.mutableSpan
      while let count = try? link.readFetch(into: &span), count > 0 {
        simulation.spend(50_000)
        asked.append(simulation.broker.events.count { $0 == .wantsPayload })
      }
      link.answer(.nothing)
    }
    #expect(asked == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  }
}
