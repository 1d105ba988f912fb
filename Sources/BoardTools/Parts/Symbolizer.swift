/// Asks `llvm-symbolizer` where the code and the data of a file come from, by its DWARF sections.
enum Symbolizer {
  /// For each address of code the functions that it is in, the innermost one first.
  static func frames(at addresses: [Int], in path: String) throws -> [[SourceFrame]] {
    try answers(addresses.map(hexadecimal), in: path).map { lines in
      stride(from: 0, to: lines.count - 1, by: 2).map { index in
        SourceFrame(function: String(lines[index]), file: file(lines[index + 1]))
      }
    }
  }

  /// For each address of data the file that it is declared in.
  static func files(ofDataAt addresses: [Int], in path: String) throws -> [String] {
    // An answer: the name, start and size, file and line.
    try answers(addresses.map { "DATA " + hexadecimal($0) }, in: path).map { lines in
      lines.count == 3 ? file(lines[2]) : ""
    }
  }

  private static func hexadecimal(_ address: Int) -> String { "0x" + String(address, radix: 16) }

  /// The path before the line and, of code, the column.
  private static func file(_ position: Substring) -> String {
    var path = position
    while let colon = path.lastIndex(of: ":"), path[colon...].dropFirst().allSatisfy(\.isNumber) {
      path = path[..<colon]
    }
    return String(path)
  }

  /// The lines of each answer.
  private static func answers(_ questions: [String], in path: String) throws -> [[Substring]] {
    guard !questions.isEmpty else { return [] }
    let text = try ToolRunner.output(
      of: "llvm-symbolizer", ["--obj=\(path)", "--no-demangle"],
      input: questions.joined(separator: "\n") + "\n")
    var answers: [[Substring]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if !line.isEmpty {
        answers[answers.count - 1].append(line)
      } else if !(answers.last ?? []).isEmpty {
        answers.append([])
      }
    }
    if answers.last == [] { answers.removeLast() }
    guard answers.count == questions.count else {
      throw BoardToolError(
        "llvm-symbolizer answers \(answers.count) of \(questions.count) questions on \(path)")
    }
    return answers
  }
}
