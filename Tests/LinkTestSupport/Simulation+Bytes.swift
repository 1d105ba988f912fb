import TEEPTestSupport

extension Simulation {
  /// Random bytes, a quarter of them zeros.
  func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in Bool.random(using: &random) && Bool.random(using: &random) ? 0 : random.byte() }
  }
}

extension SeededGenerator {
  mutating func byte() -> UInt8 { .random(in: 0 ... .max, using: &self) }
}
