/// Who calls whom, and how deep that goes.
struct CallGraph {
  private let disassembly: Disassembly
  private let indirectCalls: IndirectCalls
  private var known: [Int: Path] = [:]
  private var ancestors: [Int] = []
  /// Every function that was met.
  private(set) var reached: Set<Int> = []
  /// What could not be followed, a sentence each.
  private(set) var gaps: [String] = []

  /// A chain of calls and the bytes of stack it takes.
  struct Path {
    var depth: Int
    var path: [FunctionCode]
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
    if let path = known[address] { return path }
    guard let function = disassembly.functions[address] else {
      gaps.append("the function at 0x\(String(address, radix: 16)) has no name")
      return Path(depth: 0, path: [])
    }
    if let first = ancestors.firstIndex(of: address) {
      let cycle = ancestors[first...].compactMap { disassembly.functions[$0]?.name } + [function.name]
      gaps.append("recursion: \(cycle.joined(separator: " > "))")
      return Path(depth: 0, path: [])
    }
    reached.insert(address)
    ancestors.append(address)
    let callees = callees(of: function).map { deepest(from: $0) }
    ancestors.removeLast()
    var path = callees.max { $0.depth < $1.depth } ?? Path(depth: 0, path: [])
    path.depth += function.frame
    path.path.insert(function, at: 0)
    known[address] = path
    return path
  }

  /// The functions that `function` calls; says so where they are not known.
  private mutating func callees(of function: FunctionCode) -> [Int] {
    if function.movesStackUnseen {
      gaps.append("\(function.name) moves the stack pointer by an amount that cannot be followed")
    }
    var callees = Set(function.callees.compactMap { disassembly.function(holding: $0) })
    if function.callsIndirectly {
      let targets = function.names.compactMap { indirectCalls.targets[$0] }.first
      if targets == nil {
        gaps.append("\(function.name) calls where a register points; name its targets in indirect-calls.json")
      }
      callees.formUnion((targets ?? []).compactMap { disassembly.address(of: $0) })
    }
    return callees.sorted()
  }
}
