/// A clock that counts up while the agent works.
public protocol TickCounter {
  /// Ticks since some moment, modulo 2³².
  var now: UInt32 { get }
}
