/// Lets one task at a time do something, in the order of their coming.
struct TurnQueue: Sendable {
  /// More tasks wait than the queue has room for.
  struct Full: Error {}

  private let limit: Int
  private let isTaken = WaitingRoom(false)

  /// - Parameter limit: how many tasks may wait.
  init(limit: Int) { self.limit = limit }

  /// How many tasks wait.
  var waitingCount: Int { isTaken.waitingCount }

  /// Waits for the turn, and gives it back when `body` has ended. Throws ``Full`` at once where too many wait.
  func withTurn<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    try await isTaken.enter { isTaken, waiting in
      if isTaken { return waiting < limit ? .wait : .refuse(Full()) }
      isTaken = true
      return .pass
    }
    // Whoever waits longest takes the turn over.
    defer {
      isTaken.update { isTaken, waiting in
        isTaken = waiting > 0
        return min(waiting, 1)
      }
    }
    return try await body()
  }
}
