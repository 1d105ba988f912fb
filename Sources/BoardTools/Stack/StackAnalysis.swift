/// The deepest use of the stack that a program's calls allow.
public struct StackAnalysis: Sendable {
  /// Bytes of the deepest path from the start, with an interrupt at its deepest point.
  public let worst: Int
  /// The functions on that path.
  public let path: [FunctionCode]
  /// The functions on the deepest path of an interrupt handler.
  public let interruptPath: [FunctionCode]
  /// The function with the largest frame among those that can run.
  public let largestFrame: FunctionCode?
  /// What the figures do not cover, a sentence each: they hold only where there is none.
  public let gaps: [String]

  /// What the processor pushes when it takes an exception: eight words, and one to align (ARMv6-M Architecture
  /// Reference Manual, B1.5.6).
  static let exceptionFrame = 36

  /// `start` is the address of the first function, `interrupts` are those of the handlers, which do not nest.
  public init(
    _ disassembly: Disassembly, start: Int, interrupts: Set<Int>, indirectCalls: IndirectCalls
  ) {
    var graph = CallGraph(disassembly, indirectCalls)
    let main = graph.deepest(from: start)
    let handlers = interrupts.sorted().map { graph.deepest(from: $0) }
    let handler = handlers.max { $0.depth < $1.depth }
    worst = main.depth + (handler.map { $0.depth + Self.exceptionFrame } ?? 0)
    path = main.functions
    interruptPath = handler?.functions ?? []
    let functions = graph.reached.sorted().compactMap { disassembly.functions[$0] }
    largestFrame = functions.max { $0.frame < $1.frame }
    gaps = graph.gaps
  }
}

extension StackAnalysis {
  /// Analyses a firmware: from its vector table's reset handler and interrupt handlers. The hard fault handler is
  /// none of them, since it empties the stack first.
  public init(_ elf: ELFFile, indirectCalls: IndirectCalls) throws {
    let disassembly = try Disassembly(elf)
    let reset = try elf.address(of: "reset_handler")
    let table = try elf.address(of: "vectors")
    let fault = try elf.address(of: "hard_fault_handler")
    let entries = (1..<48).compactMap { elf.word(at: table + 4 * $0).map { $0 & ~1 } }
    self.init(
      disassembly, start: reset, interrupts: Set(entries).subtracting([reset, fault, 0]),
      indirectCalls: indirectCalls)
  }
}
