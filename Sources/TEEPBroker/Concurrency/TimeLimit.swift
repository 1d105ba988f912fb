/// Something took longer than it may.
struct TimedOut: Error, Equatable, CustomStringConvertible {
  let limit: Duration

  var description: String { "it took longer than \(limit.formatted)" }
}

/// Runs `operation`, and cancels it after `limit`.
///
/// - Throws: ``TimedOut`` at the limit, otherwise what `operation` throws.
func withTimeLimit<Result: Sendable>(
  _ limit: Duration, _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  try await withThrowingTaskGroup(of: Result?.self) { group in
    defer { group.cancelAll() }
    group.addTask { try await operation() }
    group.addTask {
      try await Task.sleep(for: limit)
      return nil
    }
    guard let result = try await group.next() ?? nil else { throw TimedOut(limit: limit) }
    return result
  }
}

extension Duration {
  /// Such as "30 s" or "250 ms".
  var formatted: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    return milliseconds.isMultiple(of: 1000) ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }

  /// Up to a tenth more or less, so that many brokers do not do something at the same time.
  var withJitter: Duration { self * Double.random(in: 0.9...1.1) }
}
