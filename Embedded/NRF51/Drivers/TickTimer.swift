/// A counter that runs since ``start()``: 16 million ticks a second, 32 bits, so it is back at 0 after 268 s.
public enum TickTimer {
  public static func start() {
    // BITMODE 3 is 32 bits; the timer has 16 after a reset.
    TIMER0.bitMode.value = 3
    TIMER0.prescaler.value = 0
    TIMER0.start.value = 1
  }

  public static var now: UInt32 {
    TIMER0.capture.value = 1
    return TIMER0.captured.value
  }
}
