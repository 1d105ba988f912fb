import TEEPAgent
import TEEPCodec
public import TEEPHost

/// Trust anchors as the content of the component by which an Update replaces a device's (docs/trust-anchors.md).
extension TrustAnchors {
  /// The component.
  public static let component = ComponentIdentifier(
    segments: [Array("teep".utf8), Array("trust-anchors".utf8)])

  /// Reads a description, in YAML or JSON, and the keys that it names: `tams`, `signers` and `verifiers` as a
  /// ``DeviceDescription`` has them.
  public init(descriptionAt path: String) throws(FileError) {
    let description = try DescriptionFile.read(TrustAnchorsDescription.self, at: path)
    let files = NamedFiles(description: path)
    try self.init(
      tams: files.anchors(description.tams), signers: files.anchors(description.signers),
      verifiers: files.anchors(description.verifiers))
  }

  /// Whether they hold a secret, the key of an HMAC: then only an encrypted payload may carry them.
  public var haveSecret: Bool {
    signers.contains { if case .symmetric = $0.key { true } else { false } }
  }

  /// The encoded ``TrustAnchorSet``.
  ///
  /// - Parameter board: where all devices that get it are of one kind, this kind.
  /// - Throws: where a device would not take it, among other reasons because nobody could replace it again.
  public func encoded(for board: DeviceBoard? = nil) throws(ProvisioningError) -> [UInt8] {
    try check(for: board)
    let managers = signers.filter { $0.policy.contains(.managesTrustAnchors) }
    for (kind, anchors) in [("signer", managers), ("TAM", tams)] {
      guard anchors.contains(where: { $0.permits(Self.component) }) else { throw .unmanaged(kind) }
    }
    let bytes = [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.trustAnchorSet(hasVerifiers: !verifiers.isEmpty)
      try writer.provisioningTAMs(count: tams.count)
      for anchor in tams { try anchor.encode(to: &writer) }
      try writer.provisioningSigners(count: signers.count)
      for anchor in signers { try anchor.encode(to: &writer) }
      if !verifiers.isEmpty { try writer.provisioningVerifiers(count: verifiers.count) }
      for anchor in verifiers { try anchor.encode(to: &writer) }
    })
    guard bytes.count <= flashPageSize else { throw .anchorsTooLong(bytes.count) }
    return bytes
  }
}

extension ProvisioningRequest.Anchor {
  /// Whether one of its identifiers is a beginning of this one.
  fileprivate func permits(_ identifier: ComponentIdentifier) -> Bool {
    components?.contains { identifier.segments.starts(with: $0.segments) } ?? true
  }
}

/// Trust anchors as a person describes them.
private struct TrustAnchorsDescription: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case tams, signers, verifiers
  }

  let tams: [DeviceDescription.Anchor]
  let signers: [DeviceDescription.Anchor]
  let verifiers: [DeviceDescription.Anchor]

  init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    tams = try container.decode([DescribedTAM].self, forKey: .tams).map(\.anchor)
    signers = try container.decode([DescribedSigner].self, forKey: .signers).map(\.anchor)
    verifiers =
      try container.decodeIfPresent([DescribedVerifier].self, forKey: .verifiers)?.map(\.anchor) ?? []
  }
}
