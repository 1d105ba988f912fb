/// Restarts the device where the program works for ten minutes without waiting for the line, which no call takes: a
/// broker's patience ends after one.
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
