public import TEEPHost

extension ProvisioningRequest {
  /// A request that is not complete yet.
  public struct Draft: Sendable {
    public var deviceKey: SigningKey?
    public var tams: [Anchor] = []
    public var signers: [Anchor] = []
    public var deviceClass: DeviceClass?

    public init() {}

    /// Reads a ``DeviceDescription`` and the keys that it names.
    public init(descriptionAt path: String) throws(FileError) {
      let description = try DescriptionFile.read(DeviceDescription.self, at: path)
      deviceKey =
        if let name = description.deviceKey {
          try KeyFile.signingKey(at: DescriptionFile.resolve(name, namedIn: path))
        } else {
          nil
        }
      deviceClass = description.deviceClass
      tams = try Self.anchors(description.tams, namedIn: path)
      signers = try Self.anchors(description.signers, namedIn: path)
    }

    private static func anchors(
      _ descriptions: [DeviceDescription.Anchor], namedIn path: String
    ) throws(FileError) -> [Anchor] {
      var anchors: [Anchor] = []
      for description in descriptions {
        let key = try KeyFile.verificationKey(at: DescriptionFile.resolve(description.key, namedIn: path))
        anchors.append(
          Anchor(
            key: key, uri: description.uri, deviceClass: description.deviceClass,
            components: description.components))
      }
      return anchors
    }

    /// The request, where nothing is missing.
    public func finished() throws(ProvisioningError) -> ProvisioningRequest {
      guard let deviceKey else { throw .missing("device key", "device-key") }
      guard let deviceClass else {
        throw .missing("vendor and class of the device", "vendor-id and --class-id")
      }
      return ProvisioningRequest(deviceKey: deviceKey, tams: tams, signers: signers, deviceClass: deviceClass)
    }
  }
}
