/// A clock that counts up while the agent works, and knows why it started.
public protocol TickCounter {
  /// Ticks since some moment, modulo 2³².
  var now: UInt32 { get }
  /// Why the device started, for the broker; 0 where nothing went wrong.
  var restartReason: UInt32 { get }
}

extension TickCounter {
  public var restartReason: UInt32 { 0 }
}
