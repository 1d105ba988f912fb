public import TEEPHost

/// What an author says of a Trusted Component, or of several that belong together: all that their manifest holds but the
/// payloads themselves. `teep manifest create --help` shows the fields.
public struct ManifestDescription: Sendable {
  /// What the manifest is known by; without one devices know it by its first component.
  public let manifestComponent: ComponentIdentifier?
  public let sequenceNumber: UInt64
  public let referenceURI: String?
  /// For which devices it is; nil where ``sequences`` say so themselves.
  public let deviceClass: DeviceClass?
  public let components: [Component]
  public let dependencies: [Dependency]
  /// Whether devices check the components again at each start, by a validate section.
  public let isValidated: Bool
  public let invocation: Invocation?
  /// Sequences in place of those that would be made.
  public let sequences: ManifestSequences
  public let severed: [SeveredMember]
  public let text: ManifestText?

  /// A component and where its payload comes from.
  public struct Component: Sendable {
    public let identifier: ComponentIdentifier
    /// Nil where only ``ManifestDescription/sequences`` say what becomes of it.
    public let payload: Payload?

    public init(_ identifier: ComponentIdentifier, payload: Payload?) {
      self.identifier = identifier
      self.payload = payload
    }
  }

  /// An invoke section: which component is started, with which arguments.
  public struct Invocation: Sendable {
    public let component: ComponentIdentifier
    public let arguments: [UInt8]?
  }

  /// One component for devices of one class.
  public init(
    component: ComponentIdentifier, manifestComponent: ComponentIdentifier, sequenceNumber: UInt64,
    deviceClass: DeviceClass, payload: Payload
  ) {
    self.manifestComponent = manifestComponent
    self.sequenceNumber = sequenceNumber
    self.deviceClass = deviceClass
    components = [Component(component, payload: payload)]
    (referenceURI, dependencies, isValidated, invocation) = (nil, [], false, nil)
    (sequences, severed, text) = (ManifestSequences(), [], nil)
  }
}

extension ManifestDescription: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case manifestComponent = "manifest-component"
    case sequenceNumber = "sequence-number"
    case referenceURI = "reference-uri"
    case vendorID = "vendor-id"
    case vendorDomain = "vendor-domain"
    case classID = "class-id"
    case className = "class-name"
    case component, payload, components, dependencies, validate, invoke, sequences, severed, text
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    manifestComponent = try container.identifierIfPresent(.manifestComponent)
    sequenceNumber = try container.decode(UInt64.self, forKey: .sequenceNumber)
    referenceURI = try container.decodeIfPresent(String.self, forKey: .referenceURI)
    sequences =
      try container.decodeIfPresent(ManifestSequences.self, forKey: .sequences) ?? ManifestSequences()
    deviceClass = try DeviceClass(
      container, vendorID: .vendorID, vendorDomain: .vendorDomain, classID: .classID, className: .className)
    guard deviceClass != nil || sequences.shared != nil else {
      throw DecodingError.keyNotFound(
        CodingKeys.vendorID, DecodingError.Context(codingPath: [], debugDescription: ""))
    }
    components = try Self.components(container)
    dependencies = try container.decodeIfPresent([Dependency].self, forKey: .dependencies) ?? []
    isValidated = try container.decodeIfPresent(Bool.self, forKey: .validate) ?? false
    invocation = try container.decodeIfPresent(Invocation.self, forKey: .invoke)
    severed = try container.decodeIfPresent([SeveredMember].self, forKey: .severed) ?? []
    text = try container.decodeIfPresent(ManifestText.self, forKey: .text)
    if let invocation, !components.contains(where: { $0.identifier == invocation.component }) {
      throw DecodingError.dataCorruptedError(
        forKey: .invoke, in: container,
        debugDescription: "no component has the identifier \(invocation.component)")
    }
  }

  /// Either the fields of one component, or a list.
  private static func components(_ container: KeyedDecodingContainer<CodingKeys>) throws -> [Component] {
    guard container.contains(.components) else {
      let payload = try container.decode(Payload.self, forKey: .payload)
      return [Component(try container.identifier(.component), payload: payload)]
    }
    for key in [CodingKeys.component, .payload] where container.contains(key) {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container, debugDescription: "give it or 'components', not both")
    }
    let components = try container.decode([Component].self, forKey: .components)
    guard !components.isEmpty, Set(components.map(\.identifier)).count == components.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .components, in: container,
        debugDescription: "give at least one component, and each of them once")
    }
    return components
  }
}

extension ManifestDescription.Component: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case identifier, payload
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    identifier = try container.identifier(.identifier)
    payload = try container.decodeIfPresent(ManifestDescription.Payload.self, forKey: .payload)
  }
}

extension ManifestDescription.Invocation: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case component, arguments
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    component = try container.identifier(.component)
    arguments = try container.decodeIfPresent(DescribedBytes.self, forKey: .arguments)?.bytes
  }
}

extension KeyedDecodingContainer {
  /// A component identifier of at least one segment.
  func identifier(_ key: Key) throws -> ComponentIdentifier {
    let identifier = try decode(ComponentIdentifier.self, forKey: key)
    guard !identifier.segments.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "the identifier needs at least one segment")
    }
    return identifier
  }

  fileprivate func identifierIfPresent(_ key: Key) throws -> ComponentIdentifier? {
    contains(key) ? try identifier(key) : nil
  }
}
