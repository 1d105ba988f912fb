/// Lets one task at a time do something, in the order of their coming.
struct TurnQueue: Sendable {
  /// More tasks wait than the queue has room for.
  struct Full: Error {}
  /// Nobody gets a turn any more.
  struct Closed: Error {}

  private struct Turn {
    var isTaken = false
    var isClosed = false
  }

  private let limit: Int
  private let turn = WaitingRoom(Turn())

  /// - Parameter limit: how many tasks may wait.
  init(limit: Int) { self.limit = limit }

  /// How many tasks wait.
  var waitingCount: Int { turn.waitingCount }

  /// Waits for the turn, and gives it back when `body` has ended. Throws ``Full`` at once where too many wait, and
  /// ``Closed`` when the queue is.
  func withTurn<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    try await turn.enter { turn, waiting in
      if turn.isClosed { return .refuse(Closed()) }
      if turn.isTaken { return waiting < limit ? .wait : .refuse(Full()) }
      turn.isTaken = true
      return .pass
    }
    // Whoever waits longest takes the turn over. Once the queue is closed, only its end is waited for.
    defer {
      turn.update { turn, waiting in
        turn.isTaken = !turn.isClosed && waiting > 0
        return turn.isClosed ? waiting : min(waiting, 1)
      }
    }
    return try await body()
  }

  /// Refuses all tasks that wait or come, and returns when the one that has the turn is done.
  func close() async throws {
    turn.refuseAll(Closed()) { turn in
      defer { turn.isClosed = true }
      return !turn.isClosed
    }
    try await turn.enter { turn, _ in turn.isTaken ? .wait : .pass }
  }

  /// Closes the queue where nobody has the turn; says whether it did.
  func closeAtOnce() -> Bool {
    var isFree = false
    turn.update { turn, _ in
      isFree = !turn.isTaken
      if isFree { turn.isClosed = true }
      return 0
    }
    return isFree
  }
}
