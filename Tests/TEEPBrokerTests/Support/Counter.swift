import Synchronization

/// Counts, from many threads.
final class Counter: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }

  /// The count before it grows by `step`.
  @discardableResult
  func next(by step: Int = 1) -> Int {
    count.withLock { count in
      defer { count += step }
      return count
    }
  }
}
