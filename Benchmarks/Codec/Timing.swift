import CodecComparison
import Foundation

/// Nanoseconds per message of both codecs, each the median of many rounds.
///
/// The codecs take turns in short rounds, so that whatever else the machine does befalls both alike; what counts is the
/// time that the processor has worked for this thread.
struct Timing {
  let teepCodec: Double
  let libcbor: Double

  private static let rounds = 501
  private static let roundLength = 1e6

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
    while try nanoseconds(work, repetitions) * Double(repetitions) < roundLength { repetitions *= 2 }
    return repetitions
  }

  /// Time of one repetition.
  private static func nanoseconds(_ work: Comparison.Work, _ repetitions: Int) throws -> Double {
    let start = now()
    try work(repetitions)
    return Double(now() - start) / Double(repetitions)
  }

  private static func now() -> Int {
    var time = timespec()
    // The call fills the structure that it is given.
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
