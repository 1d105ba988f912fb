public import TEEPHost

/// What a device is given when it is made: its key, whom it trusts for what, and what it is.
public struct ProvisioningRequest: Sendable {
  /// A key that the device trusts, and for what.
  public struct Anchor: Sendable {
    public let key: VerificationKey
    /// Where a TAM is; nil for a signer.
    public let uri: String?
    /// The one vendor and class that a signer may sign for; nil for any.
    public let deviceClass: DeviceClass?
    /// What begins with one of these it may manage or sign for; nil for everything.
    public let components: [ComponentIdentifier]?

    public init(
      key: VerificationKey, uri: String? = nil, deviceClass: DeviceClass? = nil,
      components: [ComponentIdentifier]? = nil
    ) {
      self.key = key
      self.uri = uri
      self.deviceClass = deviceClass
      self.components = components
    }
  }

  public let deviceKey: SigningKey
  public let tams: [Anchor]
  public let signers: [Anchor]
  public let deviceClass: DeviceClass

  public init(deviceKey: SigningKey, tams: [Anchor], signers: [Anchor], deviceClass: DeviceClass) {
    self.deviceKey = deviceKey
    self.tams = tams
    self.signers = signers
    self.deviceClass = deviceClass
  }
}
