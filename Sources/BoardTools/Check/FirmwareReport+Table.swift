extension FirmwareReport {
  /// The figures, a line each: what, bytes, limit.
  public var table: String {
    let rows: [(String, Int, Int?)] = [
      ("text", sizes.text, budget.text),
      (".data", sizes.data, nil),
      (".bss", sizes.bss, nil),
      ("worst stack (static)", stack.worst, budget.stack),
      ("peak stack (painted)", paintedStack ?? 0, stack.worst),
      ("RAM in all", ram, budget.ram),
      ("largest frame", stack.largestFrame?.frame ?? 0, budget.frame),
    ]
    let lines = rows.filter { !$0.0.hasPrefix("peak") || paintedStack != nil }.map { what, value, limit in
      "  " + what.padded(to: 24) + String(value).paddedLeft(to: 6) + (limit.map { " of \($0)" } ?? "")
    }
    return ([name] + lines).joined(separator: "\n")
  }

  /// The figures as a row of the Markdown table of all boards (`scripts/stacks`).
  public var row: String {
    let used = paintedStack.map { "\($0)" + (budget.untested.map { ": \($0)" } ?? "") } ?? "no test runs it"
    let cells = [
      name, "\(sizes.text)", "\(budget.text)", "\(sizes.data + sizes.bss)", "\(stack.worst)",
      "\(budget.stack)", used,
      "\(ram)", "\(budget.ram)",
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  /// The functions on the deepest path and their frames, a line each. `rename` makes names readable.
  public func deepestPath(_ rename: (String) -> String = \.self) -> String {
    let line = { (function: FunctionCode) in
      "  " + String(function.frame).paddedLeft(to: 6) + "  " + rename(function.name)
    }
    let exception = "  " + String(StackAnalysis.exceptionFrame).paddedLeft(to: 6) + "  (exception)"
    let interrupt = stack.interruptPath.isEmpty ? [] : [exception] + stack.interruptPath.map(line)
    return (["deepest path"] + stack.path.map(line) + interrupt).joined(separator: "\n")
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  fileprivate func paddedLeft(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
