import TEEPAgent
import TEEPTestSupport

/// Repeatable random bytes, and a clock that a test sets.
struct TestChance: AgentDevice {
  private var generator = SeededGenerator(seed: 7)
  var secondsSince1970: Int64?

  mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: generator.next()) }
  }
}
