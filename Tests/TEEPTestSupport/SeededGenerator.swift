import Foundation

/// A repeatable source of random numbers (SplitMix64, public domain by S. Vigna). A test prints the seed it used.
public struct SeededGenerator: RandomNumberGenerator {
  /// What the sequence starts from.
  public let seed: UInt64
  private var state: UInt64

  /// Starts from `TEEP_SEED` of the environment where it is set, and from a random seed otherwise.
  public init() {
    let given = ProcessInfo.processInfo.environment["TEEP_SEED"].flatMap(UInt64.init)
    self.init(seed: given ?? UInt64.random(in: 0 ... .max))
  }

  public init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
