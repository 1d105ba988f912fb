/// The health tests of a noise source at its start (NIST SP 800-90B, section 4.4): whether it is stuck, or gives one value
/// far too often.
///
/// A sample is the 8 bits that the source gives at once, raw. It is taken to have at least H = 4 bits of entropy: so much
/// that the 32 bytes of a key have the 128 bits which P-256 is worth, even if nothing corrects the source. A source with
/// that much fails with a probability of α = 2⁻²⁰ at each place, which gives the cutoffs:
/// - repetition count (section 4.4.1): C = 1 + ⌈20 / H⌉ = 6 equal samples in a row;
/// - adaptive proportion (section 4.4.2), in windows of W = 512 samples: C = 1 + CRITBINOM(W, 2⁻ᴴ, 1 - α) = 62 samples that
///   equal the first of their window.
public struct RandomHealthTest: Sendable {
  /// Raw samples that are looked at before anything is drawn (section 4.3, requirement 4).
  public static let sampleCount: UInt32 = 1024

  private static let windowCount: UInt32 = 512
  private static let repetitionCutoff: UInt32 = 6
  private static let proportionCutoff: UInt32 = 62

  private var takenCount: UInt32 = 0
  private var previous: UInt8 = 0
  private var repetitionCount: UInt32 = 0
  private var firstOfWindow: UInt8 = 0
  private var proportionCount: UInt32 = 0
  private var hasFailed = false

  public init() {}

  /// Whether enough samples were taken and nothing was wrong with them.
  public var hasPassed: Bool { !hasFailed && takenCount >= Self.sampleCount }

  /// Takes the next raw sample.
  public mutating func take(_ sample: UInt8) {
    repetitionCount = sample == previous ? repetitionCount &+ 1 : 1
    previous = sample
    if takenCount & (Self.windowCount &- 1) == 0 {
      firstOfWindow = sample
      proportionCount = 0
    }
    if sample == firstOfWindow { proportionCount &+= 1 }
    if repetitionCount >= Self.repetitionCutoff || proportionCount >= Self.proportionCutoff {
      hasFailed = true
    }
    takenCount &+= 1
  }
}
