/// The pattern with which start-up fills the stack (`Embedded/CBoard/start.c`).
public enum StackPaint {
  static let byte: UInt8 = 0xC5

  /// How much of a stack was used, from what it holds: it grows downward, so what is still painted at its low end
  /// was never used. Whole words.
  public static func peak(in stack: [UInt8]) -> Int {
    let painted = stack.prefix { $0 == byte }.count
    return stack.count - painted / 4 * 4
  }
}
