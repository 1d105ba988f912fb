/// Whom functions may call where a register points, where the code does not show it:
/// `boards/indirect-calls.json`, and `boards/<name>/indirect-calls.json` where a board has more. It names the functions that are reached through tables of pointers; a
/// function that is handed down by a caller needs no entry.
public struct IndirectCalls: Equatable, Sendable {
  /// Symbols of the functions that may be called, by the symbol of the caller.
  public let targets: [String: [String]]

  public init(_ targets: [String: [String]]) {
    self.targets = targets
  }
}
