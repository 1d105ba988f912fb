/// Restarts the device where the program works for ten minutes without waiting for the line. No call takes as long: the
/// longest of `docs/benchmarks.md`, an Update with a payload by URI, takes 10.4 s at 16 MHz, and a broker's patience ends
/// after a minute.
public enum Watchdog {
  /// Starts it; nothing but a reset stops it. It stands still while the processor sleeps.
  public static func start() {
    WDT.configuration.value = 0
    WDT.reloadValue.value = 600 * 32_768
    WDT.start.value = 1
  }

  /// Begins the ten minutes anew.
  static func feed() { WDT.reload.value = WDT.reloadKey }
}
