public import TEEPAgent

/// The chip's random number generator (thermal noise), with its correction of bias (nRF51 Reference Manual,
/// section 21.1).
public struct RandomGenerator: RandomSource, ~Copyable {
  public init() {}

  public mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    Self.start(correctingBias: true)
    for index in bytes.indices { bytes[index] = Self.next() }
    RNG.stop.value = 1
  }

  /// Looks at the noise as it is, without the correction of bias, which would hide what is wrong with it.
  public mutating func passesHealthTest() -> Bool { randomPassesHealthTest() }

  fileprivate static func start(correctingBias isCorrecting: Bool) {
    RNG.configuration.value = isCorrecting ? 1 : 0
    RNG.start.value = 1
  }

  @inline(never)
  fileprivate static func next() -> UInt8 {
    RNG.valueReady.value = 0
    while RNG.valueReady.value == 0 {}
    return UInt8(truncatingIfNeeded: RNG.value.value)
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

/// With a name of its own, and never inlined: a test has it fail.
@c(random_passes_health_test) @inline(never)
func randomPassesHealthTest() -> Bool {
  var test = RandomHealthTest()
  RandomGenerator.start(correctingBias: false)
  for _ in 0..<RandomHealthTest.sampleCount { test.take(RandomGenerator.next()) }
  RNG.stop.value = 1
  return test.hasPassed
}
