/// A firmware's use of its board's memory beside what the board's budget allows.
public struct FirmwareReport: Sendable {
  public let name: String
  public let sizes: FirmwareSizes
  public let stack: StackAnalysis
  public let budget: Budget
  public let heapSymbols: [String]
  /// The peak of the stack that was measured, where one was.
  public let paintedStack: Int?

  public init(
    name: String, sizes: FirmwareSizes, stack: StackAnalysis, budget: Budget, heapSymbols: [String],
    paintedStack: Int? = nil
  ) {
    self.name = name
    self.sizes = sizes
    self.stack = stack
    self.budget = budget
    self.heapSymbols = heapSymbols
    self.paintedStack = paintedStack
  }

  /// Reads all of it from the firmware and the board's folder.
  public init(_ elf: ELFFile, board: BoardFolder, paintedStack: Int? = nil) throws {
    self.init(
      name: board.name, sizes: FirmwareSizes(elf, memory: try board.memoryMap()),
      stack: try StackAnalysis(elf, indirectCalls: try board.indirectCalls()), budget: try board.budget(),
      heapSymbols: HeapSymbols.found(in: elf.symbols), paintedStack: paintedStack)
  }

  /// Bytes of RAM in use at the worst moment.
  public var ram: Int { sizes.data + sizes.bss + stack.worst }

  /// What the firmware does that it may not, a sentence each.
  public var violations: [String] {
    var violations = heapSymbols.map { "the firmware holds \($0): something in it allocates" }
    violations += stack.gaps
    for (what, value, limit) in limits where value > limit {
      violations.append("\(what) takes \(value) bytes, \(value - limit) more than its limit of \(limit)")
    }
    if let paintedStack, paintedStack > stack.worst {
      violations.append(
        "\(paintedStack) bytes of stack were used, more than the \(stack.worst) that the analysis found")
    }
    if let paintedStack, paintedStack * 100 < stack.worst * 85, budget.untested == nil {
      violations.append(
        "\(paintedStack) bytes of stack were used, less than 85 % of the \(stack.worst) that the analysis found; have a test "
          + "make the calls of the deepest path, or say as 'untested' in budget.json which ones none makes, and why"
      )
    }
    return violations
  }

  private var limits: [(what: String, value: Int, limit: Int)] {
    [
      ("text", sizes.text, budget.text),
      ("RAM (.data + .bss + worst stack)", ram, budget.ram),
      ("worst stack", stack.worst, min(budget.stack, sizes.reservedStack)),
      ("largest frame", stack.largestFrame?.frame ?? 0, budget.frame),
    ]
  }
}
