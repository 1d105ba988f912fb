import NIOCore
import Synchronization

/// Bounds how many do something at the same time, so that their memory is bounded; others wait in the order of their
/// coming. Whoever is slow keeps a place for a while only, so that nobody waits for long because others are slow.
struct Places: Sendable {
  private let taken = WaitingRoom(0)

  /// How many have a place or wait for one.
  var population: Int { taken.state + taken.waitingCount }

  /// Runs `body` in one of `count` places, when one is free, and gives it back when `body` has ended or `patience` is over.
  ///
  /// - Parameter eventLoop: measures the time.
  func withPlace<Result: Sendable>(
    of count: Int, for patience: Duration, on eventLoop: any EventLoop, _ body: () async throws -> Result
  ) async throws -> Result {
    try await taken.enter { taken, _ in
      guard taken < count else { return .wait }
      taken += 1
      return .pass
    }
    let isHeld = Current(true)
    let timer = eventLoop.scheduleTask(in: TimeAmount(patience)) { giveBack(isHeld) }
    defer {
      timer.cancel()
      giveBack(isHeld)
    }
    return try await body()
  }

  /// Gives the place to whoever waits longest.
  private func giveBack(_ isHeld: Current<Bool>) {
    guard isHeld.take(false) else { return }
    taken.update { taken, waiting in
      if waiting == 0 { taken -= 1 }
      return min(waiting, 1)
    }
  }
}
