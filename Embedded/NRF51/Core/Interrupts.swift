import CBoard

/// What interrupt handlers and the program share is touched only in here: one core, so masking is enough.
enum Interrupts {
  @inline(__always)
  static func masked<Result>(_ body: () -> Result) -> Result {
    board_interrupts_off()
    let result = body()
    board_interrupts_on()
    return result
  }
}
