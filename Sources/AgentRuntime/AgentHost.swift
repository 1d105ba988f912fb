/// What runs an agent, as its service needs it.
public protocol AgentHost {
  /// Ticks since some moment, modulo 2³².
  var now: UInt32 { get }
  /// Why the device started, for the broker; 0 where nothing went wrong.
  var restartReason: UInt32 { get }
  /// Overwrites the stack below the caller's frame as deep as the agent's cryptography may have used it: what it worked
  /// with lies there, keys among it.
  func wipeStack()
}

extension AgentHost {
  public var restartReason: UInt32 { 0 }
}
