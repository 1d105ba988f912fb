import BoardTools
import TEEPTestSupport
import Testing

extension DeviceTests {
  /// The functions of `Embedded/CRuntime`, against this machine's own instructions.
  struct ArithmeticTests {
    private static let edges: [UInt64] = [
      0, 1, 2, 3, 31, 32, 33, 63, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 0x1_0000_0001,
      0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
    ]

    @Test("64-bit products, quotients, remainders and shifts", arguments: ["*", "/", "%", "<", ">", "a"])
    func doubleWords(operation: String) async throws {
      let device = try await SelfTestBoard()
      for (left, right) in Self.operands() {
        if right == 0 && "/%".contains(operation) { continue }
        let answer = try await device.ask(
          "m", Array(operation.utf8) + left.littleEndianBytes + right.littleEndianBytes, count: 8)
        let expected =
          switch operation {
          case "*": left &* right
          case "/": left / right
          case "%": left % right
          case "<": left << (right & 63)
          case ">": left >> (right & 63)
          default: UInt64(bitPattern: Int64(bitPattern: left) >> Int64(right & 63))
          }
        #expect(UInt64(littleEndian: answer) == expected, "\(left) \(operation) \(right)")
      }
    }

    @Test("32-bit quotients and remainders, with and without a sign", arguments: ["u", "v", "i", "j"])
    func words(operation: String) async throws {
      let device = try await SelfTestBoard()
      for (left, right) in Self.operands() {
        let (unsigned, divisor) = (UInt32(truncatingIfNeeded: left), UInt32(truncatingIfNeeded: right))
        let (signed, signedDivisor) = (Int32(bitPattern: unsigned), Int32(bitPattern: divisor))
        // What Swift traps on never reaches the function.
        if divisor == 0 || (signed == .min && signedDivisor == -1) { continue }
        let answer = try await device.ask(
          "m", Array(operation.utf8) + left.littleEndianBytes + right.littleEndianBytes, count: 4)
        let expected =
          switch operation {
          case "u": unsigned / divisor
          case "v": unsigned % divisor
          case "i": UInt32(bitPattern: signed / signedDivisor)
          default: UInt32(bitPattern: signed % signedDivisor)
          }
        #expect(UInt32(littleEndian: answer) == expected, "\(unsigned) \(operation) \(divisor)")
      }
    }

    /// Every pair of edges, and random ones of all lengths.
    private static func operands() -> [(UInt64, UInt64)] {
      var random = SeededGenerator()
      print("TEEP_SEED=\(random.seed)")
      let pairs = edges.flatMap { left in edges.map { (left, $0) } }
      return pairs + (0..<300).map { _ in (draw(&random), draw(&random)) }
    }

    /// A number of any length.
    private static func draw(_ random: inout SeededGenerator) -> UInt64 {
      let shift = UInt64.random(in: 0..<64, using: &random)
      return random.next() >> shift
    }
  }
}
