/// Which devices get a component, and in which version. Of the policies about a component, that of the device counts, then
/// that of all devices; without either, a device gets the newest version.
public struct DevicePolicy: Codable, Equatable, Sendable {
  /// A component, or the manifest component identifier of what installs it.
  public var component: ComponentIdentifier
  /// The device's name; absent for all devices without a policy of their own.
  public var device: String?
  /// Whether the component is installed and updated there. What is there already is left alone where it is not.
  public var isAllowed: Bool
  /// The sequence number of the version; absent for the newest one.
  public var sequenceNumber: UInt64?

  public init(
    component: ComponentIdentifier, device: String? = nil, isAllowed: Bool = true,
    sequenceNumber: UInt64? = nil
  ) {
    self.component = component
    self.device = device
    self.isAllowed = isAllowed
    self.sequenceNumber = sequenceNumber
  }
}

/// Ends a policy.
public struct PolicyRemoval: Codable, Equatable, Sendable {
  public var component: ComponentIdentifier
  public var device: String?

  public init(component: ComponentIdentifier, device: String?) {
    self.component = component
    self.device = device
  }
}
