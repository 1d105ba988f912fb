/// Whom functions may call where a register points, which no disassembly says: `boards/<name>/indirect-calls.json`.
public struct IndirectCalls: Equatable, Sendable {
  /// Symbols of the functions that may be called, by the symbol of the caller.
  public let targets: [String: [String]]

  public init(_ targets: [String: [String]]) {
    self.targets = targets
  }
}
