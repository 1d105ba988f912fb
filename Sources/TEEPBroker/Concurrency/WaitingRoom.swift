import Synchronization

/// Where tasks wait until somebody lets them go on. A task that is cancelled leaves by itself.
final class WaitingRoom<State: Sendable>: Sendable {
  /// What becomes of a task that comes.
  enum Admission: Sendable {
    case pass
    case wait
    case refuse(any Error)
  }

  private struct Room {
    var state: State
    var lastNumber: UInt64 = 0
    /// In the order of their coming.
    var waiting: [(number: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
  }

  private let room: Mutex<Room>

  init(_ state: State) { room = Mutex(Room(state: state)) }

  var state: State { room.withLock { $0.state } }

  /// How many wait.
  var waitingCount: Int { room.withLock { $0.waiting.count } }

  /// Returns when the caller may go on. `admit` gets the state and how many wait already.
  func enter(_ admit: (inout State, _ waiting: Int) -> Admission) async throws {
    let number = room.withLock { room in
      room.lastNumber += 1
      return room.lastNumber
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let admission = room.withLock { room -> Admission in
          // Behind the lock, so that a cancellation is seen either here or by the handler.
          if Task.isCancelled { return .refuse(CancellationError()) }
          let admission = admit(&room.state, room.waiting.count)
          if case .wait = admission { room.waiting.append((number, continuation)) }
          return admission
        }
        switch admission {
        case .pass: continuation.resume()
        case .wait: break
        case .refuse(let error): continuation.resume(throwing: error)
        }
      }
    } onCancel: {
      let continuation = room.withLock { room in
        room.waiting.firstIndex { $0.number == number }.map { room.waiting.remove(at: $0).continuation }
      }
      continuation?.resume(throwing: CancellationError())
    }
  }

  /// Changes the state; `change` gets how many wait and returns how many of them go on now.
  func update(_ change: (inout State, _ waiting: Int) -> Int) {
    let released = room.withLock { room in
      let count = change(&room.state, room.waiting.count)
      defer { room.waiting.removeFirst(count) }
      return room.waiting.prefix(count).map(\.continuation)
    }
    for continuation in released { continuation.resume() }
  }

  /// Changes the state; where `change` says so, all that wait are refused.
  func refuseAll(_ error: any Error, _ change: (inout State) -> Bool) {
    let refused = room.withLock { room in
      guard change(&room.state) else { return [CheckedContinuation<Void, any Error>]() }
      defer { room.waiting = [] }
      return room.waiting.map(\.continuation)
    }
    for continuation in refused { continuation.resume(throwing: error) }
  }
}
