import BoardTestSupport
import BoardTools
import StoreTestSupport
import TEEPCodec
import TEEPTestSupport
import Testing

extension WholeTests {
  /// Power cuts of the firmware in the emulator, each of them followed by a restart from what was left in its flash.
  @Suite(.enabled(if: Products.areAvailable, "\(Products.absence)"))
  struct PowerCutTests {
    /// Of each Update; all of them together are 210.
    private static let cutCount = 70

    @Test(
      "After a power cut the firmware holds the old or the new state, whole, and installs the next version")
    func cuts() async throws {
      let random = SeededGenerator()
      print("TEEP_SEED=\(random.seed) for torn operations")
      let updates = try await RecordedUpdates()
      var store = updates.store
      for (name, update) in [
        ("install", updates.install), ("replace", updates.replacement), ("uninstall", updates.removal),
      ] {
        let trace = try await UpdateTrace(of: update, on: store)
        try #require(trace.old != trace.new)
        let isDone = try await take(trace, next: updates.next, random.seed)
        print("\(isDone.count) cuts of \(trace.operationCount) flash operations of \(name)", terminator: ", ")
        print("\(isDone.count { $0 }) of them after the commit")
        #expect(isDone.count == Self.cutCount)
        #expect(isDone.contains(true) && isDone.contains(false))
        store = trace.end
      }
    }

    /// Takes cuts from the first operation to the last, with two emulators side by side, and says of each whether the
    /// Update had been done.
    private func take(_ trace: UpdateTrace, next: RecordedUpdates.Next, _ seed: UInt64) async throws -> [Bool]
    {
      try await withThrowingTaskGroup(of: [Bool].self) { group in
        for lane in 0..<2 {
          group.addTask {
            let board = try EmulatedBoard(Products.board(), firmware: Products.firmware())
            var isDone: [Bool] = []
            for index in stride(from: lane, to: Self.cutCount, by: 2) {
              let operation = index * (trace.operationCount - 1) / (Self.cutCount - 1)
              let cut = trace.store(cutAt: operation, seed: seed &+ UInt64(operation))
              isDone.append(try await Self.restart(board, from: cut, of: trace, next: next))
            }
            return isDone
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
    }

    /// Starts the firmware on what a cut left, reads what it then holds, and installs the next version.
    private static func restart(
      _ board: EmulatedBoard, from cut: [UInt8], of trace: UpdateTrace, next: RecordedUpdates.Next
    ) async throws -> Bool {
      try await board.start(store: cut)
      var line = try AgentLine(link: board.link)
      _ = try await line.status()
      let isDone = try await trace.isDone(Array(board.flash().store))
      #expect(try await line.process(next.update).type == .success)
      let (held, freeByteCount) = try await UpdateTrace.contents(of: Array(board.flash().store))
      #expect(held == next.model)
      #expect(freeByteCount == next.freeByteCount)
      return isDone
    }
  }
}
