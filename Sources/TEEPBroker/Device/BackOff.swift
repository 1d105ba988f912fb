/// How long to wait before the next attempt: longer with each one that failed.
struct BackOff {
  static let first = Duration.milliseconds(100)
  static let longest = Duration.seconds(5)

  private var next = first

  /// The wait after a failure.
  mutating func failed() -> Duration {
    defer { next = min(next * 2, Self.longest) }
    return next.withJitter
  }

  /// An attempt succeeded.
  mutating func reset() { next = Self.first }
}
