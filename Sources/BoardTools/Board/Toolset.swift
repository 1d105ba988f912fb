/// How a board's firmware is compiled beside all others: `boards/<name>/toolset.json`, a toolset of the Swift Package
/// Manager's.
public struct Toolset: Decodable, Sendable {
  private let swiftCompiler: Compiler?

  private struct Compiler: Decodable, Sendable {
    let extraCLIOptions: [String]?
  }

  /// Whether the firmware is compiled without what the condition of this name has it leave out (`boards/README.md`).
  public func defines(_ condition: String) -> Bool {
    swiftCompiler?.extraCLIOptions?.contains("-D\(condition)") ?? false
  }
}
