/// What the device gives the agent besides its flash, its cryptography and its line: chance, and the time.
public protocol AgentDevice: RandomSource {
  /// Seconds since 1970, by a clock that can be trusted; nil where the device has none.
  var secondsSince1970: Int64? { get }
}

extension AgentDevice {
  /// A device has no clock unless it says otherwise.
  public var secondsSince1970: Int64? { nil }
}
