/// What happens to the bytes of one direction of a line.
public struct LineNoise: Sendable {
  /// The chance that a byte is changed, lost, doubled, or has another one put before it.
  public var damage: Double
  /// The chance that a byte and the 63 after it are lost.
  public var burst: Double
  private var lost = 0

  public init(damage: Double = 0, burst: Double = 0) {
    self.damage = damage
    self.burst = burst
  }

  /// What arrives of a byte.
  public mutating func pass(_ byte: UInt8, with random: inout some RandomNumberGenerator) -> [UInt8] {
    if burst > 0, Double.random(in: 0..<1, using: &random) < burst { lost = 64 }
    if lost > 0 {
      lost -= 1
      return []
    }
    guard damage > 0, Double.random(in: 0..<1, using: &random) < damage else { return [byte] }
    let other = UInt8.random(in: 0 ... .max, using: &random)
    return switch Int.random(in: 0..<4, using: &random) {
    case 0: [other]
    case 1: []
    case 2: [byte, byte]
    default: [other, byte]
    }
  }
}
