import TEEPAgent
import TEEPTestSupport

/// Repeatable random bytes, a clock that a test sets, and a record of what is run.
struct TestChance: AgentDevice {
  private var generator = SeededGenerator(seed: 7)
  var secondsSince1970: Int64?
  /// Whether components are run; ``invocations`` then has each with its arguments.
  var runsComponents = false
  private(set) var invocations: [[[UInt8]]] = []

  mutating func invoke(_ component: Span<UInt8>, arguments: Span<UInt8>) -> Bool {
    guard runsComponents else { return false }
    invocations.append([[UInt8](copying: component), [UInt8](copying: arguments)])
    return true
  }

  mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: generator.next()) }
  }
}
