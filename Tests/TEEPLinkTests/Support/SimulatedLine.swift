/// One direction of a serial line: a byte takes its time, and may be damaged.
struct SimulatedLine {
  /// What happens to bytes on their way.
  struct Noise {
    /// The chance that a byte is changed, lost, doubled, or has another one put before it.
    var damage = 0.0
    /// The chance that a byte and the 63 after it are lost.
    var burst = 0.0
  }

  /// 115,200 baud, ten bits a byte.
  static let microsecondsPerByte: UInt64 = 87

  var noise = Noise()
  private var arrivals: [(time: UInt64, byte: UInt8)] = []
  private var taken = 0
  private var isFreeAt: UInt64 = 0
  private var lost = 0

  /// When the next byte arrives.
  var nextArrival: UInt64? { taken < arrivals.count ? arrivals[taken].time : nil }

  /// Puts bytes on the line, after those that are still on it, and returns when the last one is out.
  @discardableResult
  mutating func send(_ bytes: [UInt8], at now: UInt64, with random: inout some RandomNumberGenerator)
    -> UInt64
  {
    isFreeAt = max(isFreeAt, now)
    for byte in bytes {
      for byte in damaged(byte, with: &random) {
        isFreeAt += Self.microsecondsPerByte
        arrivals.append((isFreeAt, byte))
      }
    }
    return isFreeAt
  }

  mutating func take() -> UInt8 {
    defer {
      taken += 1
      if taken == arrivals.count { (arrivals, taken) = ([], 0) }
    }
    return arrivals[taken].byte
  }

  /// The line is cut: what was on it never arrives.
  mutating func clear() { (arrivals, taken, isFreeAt) = ([], 0, 0) }

  private mutating func damaged(_ byte: UInt8, with random: inout some RandomNumberGenerator) -> [UInt8] {
    if noise.burst > 0, Double.random(in: 0..<1, using: &random) < noise.burst { lost = 64 }
    if lost > 0 {
      lost -= 1
      return []
    }
    guard noise.damage > 0, Double.random(in: 0..<1, using: &random) < noise.damage else { return [byte] }
    let other = UInt8.random(in: 0 ... .max, using: &random)
    return switch Int.random(in: 0..<4, using: &random) {
    case 0: [other]
    case 1: []
    case 2: [byte, byte]
    default: [other, byte]
    }
  }
}
