import Testing

@testable import TEEPBroker

/// The broker's own means of waiting.
@Suite struct ConcurrencyTests {
  /// Returns when so many tasks wait for a turn.
  private func untilWaiting(_ count: Int, _ queue: TurnQueue) async {
    while queue.waitingCount != count { await Task.yield() }
  }

  @Test("turns are taken in the order of coming, one at a time")
  func turns() async throws {
    let queue = TurnQueue(limit: 10)
    let (gate, inside) = (Gate(), Counter())
    let (order, noteOrder) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0...10 {
        group.addTask {
          try await queue.withTurn {
            #expect(inside.next() == 0)
            noteOrder.yield(number)
            try await gate.pass()
            inside.next(by: -1)
          }
        }
        if number == 0 { while inside.value == 0 { await Task.yield() } }
        await untilWaiting(number, queue)
      }
      await #expect(throws: TurnQueue.Full.self) { try await queue.withTurn { Issue.record("let in") } }
      gate.open()
      try await group.waitForAll()
    }
    noteOrder.finish()
    let numbers = await order.reduce(into: []) { $0.append($1) }
    #expect(numbers == Array(0...10))
    #expect(queue.waitingCount == 0)
  }

  @Test("a task that is cancelled leaves the queue, and one that fails gives its turn back")
  func cancelled() async throws {
    let queue = TurnQueue(limit: 10)
    let (gate, inside) = (Gate(), Counter())
    let holder = Task {
      try await queue.withTurn {
        inside.next()
        try await gate.pass()
        throw TimedOut(limit: .zero)
      }
    }
    while inside.value == 0 { await Task.yield() }
    let leaver = Task { try await queue.withTurn { Issue.record("had the turn") } }
    await untilWaiting(1, queue)
    let last = Task { try await queue.withTurn { 7 } }
    await untilWaiting(2, queue)
    leaver.cancel()
    await #expect(throws: CancellationError.self) { try await leaver.value }
    #expect(queue.waitingCount == 1)
    gate.open()
    await #expect(throws: TimedOut.self) { try await holder.value }
    let result = try await last.value
    #expect(result == 7)
  }

  @Test("a task that comes cancelled is not let in")
  func comesCancelled() async throws {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      _ = try await TurnQueue(limit: 1).withTurn { Issue.record("had the turn") }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
  }

  @Test("a gate holds tasks back while it is closed")
  func gate() async throws {
    let gate = Gate()
    let passed = Counter()
    let first = Task {
      try await gate.pass()
      passed.next()
    }
    gate.open()
    try await first.value
    gate.close()
    let second = Task {
      try await gate.pass()
      passed.next()
    }
    for _ in 0..<100 { await Task.yield() }
    #expect(passed.value == 1)
    gate.open()
    try await second.value
  }

  @Test("an operation is cancelled at its limit")
  func timeLimit() async throws {
    await #expect(throws: TimedOut(limit: .milliseconds(20))) {
      try await withTimeLimit(.milliseconds(20)) { try await Task.sleep(for: .seconds(60)) }
    }
    let result = try await withTimeLimit(.seconds(60)) { 7 }
    #expect(result == 7)
  }

  @Test("waits are added up, and what is between them does not count")
  func waitingTime() async throws {
    await #expect(throws: TimedOut(limit: .milliseconds(60))) {
      try await WaitingTime.bounded(by: .milliseconds(60), each: .seconds(1)) { waiting in
        while true {
          waiting.begin()
          try await Task.sleep(for: .milliseconds(10))
          waiting.end()
        }
      }
    }
    let result = try await WaitingTime.bounded(by: .milliseconds(20), each: .seconds(1)) { _ in
      try await Task.sleep(for: .milliseconds(100))
      return 7
    }
    #expect(result == 7)
  }
}
