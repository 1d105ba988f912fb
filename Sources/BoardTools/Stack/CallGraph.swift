/// Who calls whom, and how deep that goes.
///
/// A function that calls where a register points calls what `IndirectCalls` says, and otherwise one of the functions
/// that were handed down to it: those whose addresses the nearest caller on the path loads that loads any.
struct CallGraph {
  private let disassembly: Disassembly
  private let indirectCalls: IndirectCalls
  private var known: [Call: Path] = [:]
  private var ancestors: [Call] = []
  /// Every function that was met.
  private(set) var reached: Set<Int> = []
  /// What could not be followed, a sentence each.
  private(set) var gaps: [String] = []

  /// A function, and the functions that its caller may have handed down to it.
  private struct Call: Hashable {
    var function: Int
    var handedDown: Set<Int>
  }

  /// A chain of calls and the bytes of stack it takes.
  struct Path {
    var depth = 0
    var functions: [FunctionCode] = []
  }

  init(_ disassembly: Disassembly, _ indirectCalls: IndirectCalls) {
    self.disassembly = disassembly
    self.indirectCalls = indirectCalls
    for (caller, targets) in indirectCalls.targets.sorted(by: { $0.key < $1.key }) {
      for name in [caller] + targets where disassembly.address(of: name) == nil {
        gaps.append("indirect-calls.json names \(name), which the firmware does not have")
      }
    }
  }

  /// The deepest chain of calls from the function at `address`.
  mutating func deepest(from address: Int) -> Path {
    deepest(Call(function: address, handedDown: []))
  }

  private mutating func deepest(_ call: Call) -> Path {
    if let path = known[call] { return path }
    guard let function = disassembly.functions[call.function] else {
      note("the function at 0x\(String(call.function, radix: 16)) has no name")
      return Path()
    }
    if let first = ancestors.firstIndex(of: call) {
      let cycle = ancestors[first...].compactMap { disassembly.functions[$0.function]?.name }
      note("recursion: \((cycle + [function.name]).joined(separator: " > "))")
      return Path()
    }
    reached.insert(call.function)
    ancestors.append(call)
    let paths = callees(of: function, handedDown: call.handedDown).map { deepest($0) }
    ancestors.removeLast()
    let below = paths.max { $0.depth < $1.depth } ?? Path()
    let path = Path(depth: function.frame + below.depth, functions: [function] + below.functions)
    known[call] = path
    return path
  }

  /// What `function` calls; says so where that is not known.
  private mutating func callees(of function: FunctionCode, handedDown: Set<Int>) -> [Call] {
    if function.movesStackUnseen {
      note("\(function.name) moves the stack pointer by an amount that cannot be followed")
    }
    // The address of a function in a register has bit 0 set.
    let own = Set(
      function.constants.filter { $0 & 1 == 1 && disassembly.functions[$0 & ~1] != nil }.map { $0 & ~1 })
    var callees = Set(function.callees.compactMap { disassembly.function(holding: $0) })
    if function.callsIndirectly { callees.formUnion(indirectCallees(of: function, handedDown)) }
    let available = own.isEmpty ? handedDown : own
    return callees.sorted().map { Call(function: $0, handedDown: available) }
  }

  private mutating func indirectCallees(of function: FunctionCode, _ handedDown: Set<Int>) -> Set<Int> {
    let named = function.names.compactMap { indirectCalls.targets[$0] }.first
    if named == nil && handedDown.isEmpty {
      note("\(function.name) calls where a register points; name its targets in indirect-calls.json")
    }
    return named.map { Set($0.compactMap { disassembly.address(of: $0) }) } ?? handedDown
  }

  private mutating func note(_ gap: String) {
    if !gaps.contains(gap) { gaps.append(gap) }
  }
}
