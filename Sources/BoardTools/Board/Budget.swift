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

  public init(text: Int, ram: Int, stack: Int, frame: Int) {
    self.text = text
    self.ram = ram
    self.stack = stack
    self.frame = frame
  }
}
