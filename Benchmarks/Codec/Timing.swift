import CodecComparison

/// Nanoseconds per message of both codecs, each the median of many rounds.
///
/// The codecs take turns in short rounds, so that whatever else the machine does befalls both alike.
struct Timing {
  let teepCodec: Double
  let libcbor: Double

  private static let rounds = 101
  private static let roundLength = Duration.milliseconds(5)

  init(_ comparison: Comparison) throws {
    let repetitions = (
      teepCodec: try Self.repetitions(comparison.teepCodec),
      libcbor: try Self.repetitions(comparison.libcbor)
    )
    var teepCodec: [Double] = []
    var libcbor: [Double] = []
    for _ in 0..<Self.rounds {
      teepCodec.append(try Self.nanoseconds(comparison.teepCodec, repetitions.teepCodec))
      libcbor.append(try Self.nanoseconds(comparison.libcbor, repetitions.libcbor))
    }
    self.teepCodec = teepCodec.sorted()[Self.rounds / 2]
    self.libcbor = libcbor.sorted()[Self.rounds / 2]
  }

  /// How often the work is done in one round.
  private static func repetitions(_ work: Comparison.Work) throws -> Int {
    var repetitions = 16
    while true {
      let time = try ContinuousClock().measure { try work(repetitions) }
      if time >= roundLength { return repetitions }
      repetitions *= 2
    }
  }

  /// Time of one repetition.
  private static func nanoseconds(_ work: Comparison.Work, _ repetitions: Int) throws -> Double {
    let time = try ContinuousClock().measure { try work(repetitions) }
    return time / .nanoseconds(1) / Double(repetitions)
  }
}
