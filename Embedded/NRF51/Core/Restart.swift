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

  /// Why the device started. Asked a second time, it says `powerOn`.
  public static func takeReason() -> RestartReason {
    let word = board_restart_word_load()
    board_restart_word_store(0)
    guard word & 0xFFFF_0000 == mark else { return .powerOn }
    return RestartReason(rawValue: word & 0xFFFF) ?? .powerOn
  }
}
