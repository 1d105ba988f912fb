/// What the device gives the agent besides its flash, its cryptography and its line: chance, the time, and a place to run
/// what is installed.
public protocol AgentDevice: RandomSource {
  /// Seconds since 1970, by a clock that can be trusted; nil where the device has none.
  var secondsSince1970: Int64? { get }

  /// Hands over to an installed component (draft-ietf-suit-manifest-37, section 8.4.10.7).
  ///
  /// - Parameters:
  ///   - component: its bytes, contiguous in flash, which are valid until the next Update.
  ///   - arguments: what the manifest gives in parameter 23; no bytes where it gives nothing.
  /// - Returns: false where the device does not run it.
  mutating func invoke(_ component: Span<UInt8>, arguments: Span<UInt8>) -> Bool
}

extension AgentDevice {
  /// A device has no clock unless it says otherwise.
  public var secondsSince1970: Int64? { nil }

  /// A device runs nothing unless it says otherwise.
  public mutating func invoke(_ component: Span<UInt8>, arguments: Span<UInt8>) -> Bool { false }
}
