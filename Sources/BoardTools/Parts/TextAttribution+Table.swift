extension TextAttribution {
  /// Rows of a Markdown table: each of the parts with its bytes, and with `files` also each source of it.
  public func table(of parts: [FirmwarePart] = FirmwarePart.allCases, files: Bool) -> String {
    var lines = ["| part | bytes |", "|---|---:|"]
    for part in parts where count(of: part) > 0 {
      lines.append("| \(part.rawValue) | \(count(of: part)) |")
      guard files else { continue }
      lines += entries.filter { $0.part == part }.map { "| · \($0.source) | \($0.count) |" }
    }
    return (lines + ["| in all | \(total) |"]).joined(separator: "\n")
  }
}
