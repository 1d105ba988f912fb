import Foundation
import TEEPAgent
import TEEPTestSupport
import Testing

/// NIST SP 800-90B, section 4.4.
struct RandomHealthTests {
  private func passes(_ samples: [UInt8]) -> Bool {
    var test = RandomHealthTest()
    for sample in samples { test.take(sample) }
    return test.hasPassed
  }

  /// 1,024 samples without any repetition in a row, and none more often than four times in a window.
  private let even = (0..<1024).map { UInt8(truncatingIfNeeded: $0) }

  @Test("a good source passes; fewer samples than 1,024 of it do not")
  func good() {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed)")
    for _ in 0..<100 { #expect(passes((0..<1024).map { _ in UInt8.random(in: 0...255, using: &random) })) }
    #expect(passes(even))
    #expect(!passes(even.dropLast()))
  }

  @Test(
    "a stuck source fails, wherever it gets stuck and at whatever value",
    arguments: [0, 0x5A, 0xFF] as [UInt8])
  func stuck(value: UInt8) {
    #expect(!passes([UInt8](repeating: value, count: 1024)))
    for place in [0, 500, 511, 512, 1018] {
      var samples = even
      for index in place..<place + 6 { samples[index] = value }
      #expect(!passes(samples), "\(place)")
      samples[place + 5] = ~value
      // One that is as it was before may be the value too.
      if place > 0, samples[place - 1] != value { #expect(passes(samples), "\(place)") }
    }
  }

  @Test("a source whose bits are ones nineteen times in twenty fails")
  func biased() {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed)")
    for _ in 0..<100 {
      let samples = (0..<1024).map { _ in
        (0..<8).reduce(UInt8(0)) { byte, _ in byte << 1 | (Int.random(in: 0..<20, using: &random) > 0 ? 1 : 0)
        }
      }
      #expect(!passes(samples))
    }
  }

  @Test("the first value of a window may come 61 times in it, and not 62 times", arguments: [0, 512])
  func proportion(window: Int) {
    var samples = even.map { $0 == 7 ? 8 : $0 }
    for index in 0..<61 { samples[window + index * 8] = 7 }
    #expect(passes(samples))
    samples[window + 511] = 7
    #expect(!passes(samples))
    // The next window counts anew, another value.
    samples[window + 511] = 9
    samples[(window + 512) % 1024 + 1] = 7
    #expect(passes(samples))
  }

  @Test(
    "62 is one more than what a binomial variable of 512 draws with 1/16 exceeds with a probability of 2^-20 at most"
  )
  func cutoff() {
    func chance(_ count: Int) -> Double {
      let (ones, zeros) = (Double(count), Double(512 - count))
      let ways: Double = lgamma(513) - lgamma(ones + 1) - lgamma(zeros + 1)
      let each: Double = ones * log(1.0 / 16) + zeros * log(15.0 / 16)
      return exp(ways + each)
    }
    func beyond(_ count: Int) -> Double { (count + 1...512).reduce(0) { $0 + chance($1) } }
    #expect(beyond(61) <= pow(2, -20))
    #expect(beyond(60) > pow(2, -20))
  }
}
