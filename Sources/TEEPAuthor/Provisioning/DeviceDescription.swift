import Foundation
public import TEEPHost

/// What a device is given when it is made, as a person describes it: files are relative to the description.
///
/// ```yaml
/// device-key: agent.pem
/// vendor-domain: teep.example          # or vendor-id: UUID
/// class-name: model-1                  # or class-id: UUID
/// tams:
///   - key: tam.pub.pem
///     uri: http://127.0.0.1:8080/tam
///     components: [TEEP-Device]        # what it may manage; without it, everything
/// signers:
///   - key: signer.pub.pem
///     vendor-domain: teep.example      # the one vendor and class it may sign for; without them, any
///     class-name: model-1
///     components: [TEEP-Device]        # what it may sign for; without it, everything
/// ```
public struct DeviceDescription: Sendable {
  /// A key that the device trusts.
  public struct Anchor: Sendable {
    public let key: String
    /// A TAM's URI.
    public let uri: String?
    public let deviceClass: DeviceClass?
    public let components: [ComponentIdentifier]?
  }

  public let deviceKey: String?
  public let deviceClass: DeviceClass?
  public let tams: [Anchor]
  public let signers: [Anchor]
}

extension DeviceDescription: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case deviceKey = "device-key"
    case vendorID = "vendor-id"
    case vendorDomain = "vendor-domain"
    case classID = "class-id"
    case className = "class-name"
    case tams, signers
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    deviceKey = try container.decodeIfPresent(String.self, forKey: .deviceKey)
    deviceClass = try DeviceClass(
      container, vendorID: .vendorID, vendorDomain: .vendorDomain, classID: .classID, className: .className)
    tams = try container.decodeIfPresent([TAM].self, forKey: .tams)?.map(\.anchor) ?? []
    signers = try container.decodeIfPresent([Signer].self, forKey: .signers)?.map(\.anchor) ?? []
  }
}

private struct TAM: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key, uri, components
  }

  let anchor: DeviceDescription.Anchor

  init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    anchor = try DeviceDescription.Anchor(
      key: container.decode(String.self, forKey: .key), uri: container.decode(String.self, forKey: .uri),
      deviceClass: nil,
      components: container.decodeIfPresent([ComponentIdentifier].self, forKey: .components))
  }
}

private struct Signer: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key
    case vendorID = "vendor-id"
    case vendorDomain = "vendor-domain"
    case classID = "class-id"
    case className = "class-name"
    case components
  }

  let anchor: DeviceDescription.Anchor

  init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    anchor = try DeviceDescription.Anchor(
      key: container.decode(String.self, forKey: .key), uri: nil,
      deviceClass: DeviceClass(
        container, vendorID: .vendorID, vendorDomain: .vendorDomain, classID: .classID, className: .className),
      components: container.decodeIfPresent([ComponentIdentifier].self, forKey: .components))
  }
}
