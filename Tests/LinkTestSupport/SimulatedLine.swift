import TEEPTestSupport

/// One direction of a serial line: a byte takes its time, and may be damaged.
struct SimulatedLine {
  /// 115,200 baud, ten bits a byte.
  static let microsecondsPerByte: UInt64 = 87

  var noise = LineNoise()
  private var arrivals: [(time: UInt64, byte: UInt8)] = []
  private var taken = 0
  private var isFreeAt: UInt64 = 0

  /// When the next byte arrives.
  var nextArrival: UInt64? { taken < arrivals.count ? arrivals[taken].time : nil }

  /// Puts bytes on the line, after those that are still on it, and returns when the last one is out.
  @discardableResult
  mutating func send(_ bytes: [UInt8], at now: UInt64, with random: inout some RandomNumberGenerator)
    -> UInt64
  {
    isFreeAt = max(isFreeAt, now)
    for byte in bytes {
      for byte in noise.pass(byte, with: &random) {
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
}
