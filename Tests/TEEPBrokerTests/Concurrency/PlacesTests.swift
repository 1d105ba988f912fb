import NIOPosix
import Testing

@testable import TEEPBroker

/// The bound on what goes on at the same time.
@Suite struct PlacesTests {
  private let places = Places()
  private let loop = MultiThreadedEventLoopGroup.singleton.next()

  @Test("never more than there are places for, and each has its turn, also after failures and cancellations")
  func bounded() async throws {
    let (inside, most, done) = (Counter(), Counter(), Counter())
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<100 {
        group.addTask { [places, loop] in
          try? await places.withPlace(of: 3, for: .seconds(3600), on: loop) {
            let before = inside.next()
            if before >= most.value { most.next() }
            await Task.yield()
            inside.next(by: -1)
            done.next()
            if number % 3 == 0 { throw TimedOut(limit: .zero) }
          }
        }
      }
      let cancelled = Task { [places, loop] in
        try await places.withPlace(of: 0, for: .zero, on: loop) { Issue.record("had a place") }
      }
      cancelled.cancel()
      await #expect(throws: CancellationError.self) { try await cancelled.value }
      await group.waitForAll()
    }
    #expect(done.value == 100)
    #expect((1...3).contains(most.value))
    #expect(places.population == 0)
  }

  @Test("whoever is slow keeps others waiting for a while only")
  func slow() async throws {
    let gate = Gate()
    let slow = Task { [places, loop] in
      try await places.withPlace(of: 1, for: .milliseconds(20), on: loop) { try await gate.pass() }
    }
    while places.population == 0 { await Task.yield() }
    let result = try await places.withPlace(of: 1, for: .seconds(3600), on: loop) { 7 }
    #expect(result == 7)
    gate.open()
    try await slow.value
    #expect(places.population == 0)
  }
}
