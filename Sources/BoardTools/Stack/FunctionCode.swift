/// What a function does to the stack, and whom it calls.
public struct FunctionCode: Equatable, Sendable {
  /// Its symbols: several where functions of equal code share it.
  public internal(set) var names: [String]
  /// Bytes of stack that it takes, at most.
  public internal(set) var frame = 0
  /// The addresses that it calls or jumps to outside of itself.
  public internal(set) var callees: Set<Int> = []
  /// Whether it calls where a register points.
  public internal(set) var callsIndirectly = false
  /// Whether it moves the stack pointer in a way that cannot be followed.
  public internal(set) var movesStackUnseen = false

  /// The name that reports use.
  public var name: String { names.first ?? "?" }
}
