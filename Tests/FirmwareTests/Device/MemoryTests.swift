import BoardTools
import TEEPTestSupport
import Testing

extension DeviceTests {
  /// The functions of `Embedded/CRuntime/memory.c`, on a buffer of 64 bytes that holds 0, 1, 2, … at first.
  struct MemoryTests {
    private struct Case {
      let to: Int
      let from: Int
      let count: Int

      /// Any that stay within the buffer.
      init(using random: inout SeededGenerator) {
        count = Int.random(in: 0...40, using: &random)
        to = Int.random(in: 0...(64 - count), using: &random)
        from = Int.random(in: 0...(64 - count), using: &random)
      }

      var bytes: [UInt8] { [UInt8(to), UInt8(from), UInt8(count)] }
      var source: ArraySlice<UInt8> { MemoryTests.buffer[from..<from + count] }
      var target: Range<Int> { to..<to + count }
    }

    private static let buffer = (0..<64).map { UInt8($0) }

    @Test("memmove copies as if through a second buffer, wherever source and target lie")
    func memmove() async throws {
      try await check("m") { $0.replaceSubrange($1.target, with: $1.source) }
    }

    @Test("memcpy copies between places that do not overlap")
    func memcpy() async throws {
      try await check("c", where: { abs($0.to - $0.from) >= $0.count }) {
        $0.replaceSubrange($1.target, with: $1.source)
      }
    }

    @Test("memset fills its range and nothing beside it")
    func memset() async throws {
      try await check("s") { buffer, it in
        buffer.replaceSubrange(it.target, with: [UInt8](repeating: UInt8(it.from), count: it.count))
      }
    }

    @Test("memcmp orders by the first byte that differs")
    func memcmp() async throws {
      try await check("=") { buffer, it in
        let order: UInt8 = it.count == 0 || it.to == it.from ? 0 : it.to < it.from ? 1 : 2
        buffer = [UInt8](repeating: order, count: 64)
      }
    }

    private func check(
      _ function: String, where isAllowed: (Case) -> Bool = { _ in true },
      _ change: (inout [UInt8], Case) -> Void
    ) async throws {
      var random = SeededGenerator()
      print("TEEP_SEED=\(random.seed)")
      let device = try await SelfTestBoard()
      for _ in 0..<300 {
        let it = Case(using: &random)
        guard isAllowed(it) else { continue }
        var expected = Self.buffer
        change(&expected, it)
        let answer = try await device.ask("c", Array(function.utf8) + it.bytes, count: 64)
        #expect(answer == expected, "\(function) \(it)")
      }
    }
  }
}
