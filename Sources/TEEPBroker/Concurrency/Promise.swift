import Synchronization

/// A result that comes later, for any number of tasks that wait for it. A task that is cancelled leaves by itself.
struct Promise<Value: Sendable>: Sendable {
  private let room = WaitingRoom<Result<Value, any Error>?>(nil)

  /// Gives the result to all who wait and will wait. Only the first one counts.
  func fulfil(_ result: Result<Value, any Error>) {
    room.update { state, waiting in
      state = state ?? result
      return waiting
    }
  }

  /// Waits for the result.
  func value() async throws -> Value {
    try await room.enter { state, _ in state == nil ? .wait : .pass }
    guard let result = room.state else { throw CancellationError() }
    return try result.get()
  }
}
