/// What a board's firmware may use, in bytes: `boards/<name>/budget.json`.
public struct Budget: Codable, Equatable, Sendable {
  /// Code and constants.
  public let text: Int
  /// Variables and the worst stack together.
  public let ram: Int
  /// The worst stack, by static analysis.
  public let stack: Int
  /// The stack frame of any one function.
  public let frame: Int
  /// Which calls on the way to the worst stack no test makes, and why, where the tests use less than 85 % of it.
  public let untested: String?

  public init(text: Int, ram: Int, stack: Int, frame: Int, untested: String? = nil) {
    self.text = text
    self.ram = ram
    self.stack = stack
    self.frame = frame
    self.untested = untested
  }
}
