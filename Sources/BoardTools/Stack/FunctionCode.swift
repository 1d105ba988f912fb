/// What a function does to the stack, and whom it calls.
public struct FunctionCode: Equatable, Sendable {
  /// Its symbols: several where functions of equal code share it.
  public internal(set) var names: [String]
  /// Bytes of stack that it takes, at most.
  public internal(set) var frame = 0
  /// The addresses outside of itself that it calls or jumps to.
  var callees: Set<Int> = []
  /// The constants that it loads and does not call; some of them may be functions that it hands to others.
  var constants: Set<Int> = []
  /// Whether it calls where a register points, and where that is does not show.
  var callsIndirectly = false
  /// Whether it moves the stack pointer in a way that cannot be followed.
  var movesStackUnseen = false

  /// The name that reports use.
  public var name: String { names.first ?? "?" }
}
