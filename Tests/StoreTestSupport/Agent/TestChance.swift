public import TEEPAgent
import TEEPTestSupport

/// Repeatable random bytes, a clock that a test sets, and a record of what is run.
public struct TestChance: AgentDevice {
  private var generator = SeededGenerator(seed: 7)
  public var secondsSince1970: Int64?
  /// Whether components are run; ``invocations`` then has each with its arguments.
  public var runsComponents = false
  public private(set) var invocations: [[[UInt8]]] = []

  /// What manifests may load components into.
  public var loadMemory: [UInt8] = []

  public init() {}

  public var loadableByteCount: Int { loadMemory.count }

  public mutating func load(_ bytes: Span<UInt8>, at offset: Int) {
    for index in bytes.indices { loadMemory[offset + index] = bytes[index] }
  }

  @_lifetime(borrow self)
  public func loaded(_ range: Range<Int>) -> Span<UInt8> { loadMemory.span.extracting(range) }

  public mutating func invoke(loaded range: Range<Int>, arguments: Span<UInt8>) -> Bool {
    guard runsComponents else { return false }
    invocations.append([Array(loadMemory[range]), [UInt8](arguments)])
    return true
  }

  public mutating func invoke(_ component: Span<UInt8>, arguments: Span<UInt8>) -> Bool {
    guard runsComponents else { return false }
    invocations.append([[UInt8](component), [UInt8](arguments)])
    return true
  }

  public mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: generator.next()) }
  }
}
