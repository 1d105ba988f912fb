/// What the store holds besides manifests and components: one of each, and twice like all of the directory.
public enum StoreContent: UInt8, Sendable {
  /// What the device was given when it was made.
  case provisioning = 0x40
  /// What applications have asked for.
  case requests = 0x50
  /// What a verifier says of the device.
  case attestationResult = 0x60
  /// The trust anchors that took the place of the provisioned ones.
  case trustAnchors = 0x70
  /// How often flash was written in vain.
  case wear = 0x80
  /// The public key that the device has made a private one for, until somebody has confirmed to hold it.
  case publicKey = 0x90

  /// How many bytes it can have; those that need not be there can be empty.
  var limits: ClosedRange<Int> {
    self == .provisioning ? 1...StoreLayout.provisioningByteLimit : 0...flashPageSize
  }
}
