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

  /// Bytes of memory that manifests may load components into before they run one (section 8.4.6): RAM as a rule, whose
  /// content nothing has to outlive.
  var loadableByteCount: Int { get }

  /// Puts bytes into that memory; `offset` and all of them lie within it.
  mutating func load(_ bytes: Span<UInt8>, at offset: Int)

  /// What was put there.
  @_lifetime(borrow self)
  func loaded(_ range: Range<Int>) -> Span<UInt8>

  /// Hands over to a component that was loaded; false where the device does not run it.
  mutating func invoke(loaded range: Range<Int>, arguments: Span<UInt8>) -> Bool
}

extension AgentDevice {
  /// A device has no clock unless it says otherwise.
  public var secondsSince1970: Int64? { nil }

  /// A device runs nothing unless it says otherwise.
  public mutating func invoke(_ component: Span<UInt8>, arguments: Span<UInt8>) -> Bool { false }

  /// A device loads nothing unless it says otherwise.
  public var loadableByteCount: Int { 0 }

  public mutating func load(_ bytes: Span<UInt8>, at offset: Int) {}

  @_lifetime(borrow self)
  public func loaded(_ range: Range<Int>) -> Span<UInt8> { Span() }

  public mutating func invoke(loaded range: Range<Int>, arguments: Span<UInt8>) -> Bool { false }
}
