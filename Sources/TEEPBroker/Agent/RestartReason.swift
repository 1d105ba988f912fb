/// Why a device restarted without its power having been away, as its firmware has it.
public enum RestartReason: String, Codable, CaseIterable, Sendable {
  /// The processor met what it cannot execute: a trap of the program, an address without memory, a stack used up.
  case hardFault
  /// An interrupt that nothing asked for.
  case unexpectedInterrupt
  /// The program asked for it.
  case requested
  /// The program was at work for longer than the watchdog waits.
  case watchdog
  /// The processor met a fault in the handling of a fault.
  case lockUp
  /// A reason that this broker does not know.
  case unknown

  init(code: UInt64) {
    self =
      switch code {
      case 1: .hardFault
      case 2: .unexpectedInterrupt
      case 3: .requested
      case 4: .watchdog
      case 5: .lockUp
      default: .unknown
      }
  }
}
