/// When a session that failed is tried again, as a new one.
public struct RetryPolicy: Equatable, Sendable {
  /// Sessions for one thing that is wanted, the first one included.
  public var attempts = 4
  /// Before the second attempt, give or take a tenth; doubles with each further one.
  public var firstDelay = Duration.seconds(2)
  public var longestDelay = Duration.seconds(300)
  /// After how many failures in a row a TAM is left alone, and for how long at first; doubles up to the longest delay.
  public var failuresToOpen = 5
  public var openTime = Duration.seconds(30)

  public init() {}

  /// The pause before retry `number`, from 1 on.
  func delay(before number: Int) -> Duration {
    Self.doubled(firstDelay, times: number - 1, upTo: longestDelay).withJitter
  }

  /// How long a TAM is left alone at the `number`th time in a row, from 1 on.
  func openTime(_ number: Int) -> Duration {
    Self.doubled(openTime, times: number - 1, upTo: max(openTime, longestDelay)).withJitter
  }

  private static func doubled(_ duration: Duration, times: Int, upTo longest: Duration) -> Duration {
    min(duration * (1 << min(max(times, 0), 30)), longest)
  }
}
