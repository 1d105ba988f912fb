public import TEEPAgent

/// The chip's random number generator (thermal noise), with its correction of bias (nRF51 Reference Manual,
/// section 21.1).
public struct RandomGenerator: RandomSource, ~Copyable {
  public init() {}

  public mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    RNG.configuration.value = 1
    RNG.start.value = 1
    for index in bytes.indices {
      RNG.valueReady.value = 0
      while RNG.valueReady.value == 0 {}
      bytes[index] = UInt8(truncatingIfNeeded: RNG.value.value)
    }
    RNG.stop.value = 1
  }

  /// 32 unpredictable bits.
  public static func word() -> UInt32 {
    var bytes = InlineArray<4, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    var generator = RandomGenerator()
    generator.fill(&span)
    var word: UInt32 = 0
    for index in bytes.indices { word = word << 8 | UInt32(bytes[index]) }
    return word
  }
}
