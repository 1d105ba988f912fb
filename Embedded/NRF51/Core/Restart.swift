import CBoard

/// Why the device started, kept in a word of RAM that start-up leaves alone.
public enum RestartReason: UInt32, Sendable {
  /// Power came on, or something outside pulled the reset line.
  case powerOn = 0
  /// The processor met what it cannot execute: a trap of Swift, an address without memory, a stack used up.
  case hardFault = 1
  /// An interrupt that nothing asked for.
  case unexpectedInterrupt = 2
  /// The program asked for it.
  case requested = 3
  /// The program was at work for longer than the watchdog waits.
  case watchdog = 4
  /// The processor met a fault in the handling of a fault.
  case lockUp = 5

  /// Whether something went wrong.
  public var isFailure: Bool { self != .powerOn && self != .requested }
}

/// Restarting, and knowing afterwards why.
public enum Restart {
  /// The upper half of the word: RAM holds anything after power-on, and hardly this.
  private static var mark: UInt32 { 0x7EE9_0000 }

  /// Ends everything and starts from the reset handler. What flash holds stays.
  public static func now(because reason: RestartReason) -> Never {
    board_restart_word_store(mark | reason.rawValue)
    board_synchronize()
    // SYSRESETREQ with the key that writing takes (ARMv6-M Architecture Reference Manual, B3.2.6).
    Core.resetControl.value = 0x05FA_0004
    while true {}
  }

  /// Finds out why the device started, once, after which ``reason`` says it too.
  @discardableResult
  public static func takeReason() -> RestartReason {
    let hardware = Power.resetReason.value
    Power.resetReason.value = hardware
    let found =
      if hardware & Power.watchdogBit != 0 {
        RestartReason.watchdog
      } else if hardware & Power.lockUpBit != 0 {
        RestartReason.lockUp
      } else if board_restart_word_load() & 0xFFFF_0000 == mark {
        reason
      } else {
        RestartReason.powerOn
      }
    // Without the mark: the next start must not take it for its own.
    board_restart_word_store(found.rawValue)
    return found
  }

  /// Why the device started, as far as ``takeReason()`` has found out.
  public static var reason: RestartReason {
    RestartReason(rawValue: board_restart_word_load() & 0xFFFF) ?? .powerOn
  }
}
