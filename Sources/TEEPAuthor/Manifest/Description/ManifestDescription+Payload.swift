import TEEPHost

extension ManifestDescription {
  /// A component's payload, and where devices find it.
  public struct Payload: Sendable {
    /// The path of the file; nil where the payload is given otherwise.
    public let file: String?
    public let source: Source
    public let encryption: Encryption?

    public init(_ source: Source, file: String? = nil, encryption: Encryption? = nil) {
      self.source = source
      self.file = file
      self.encryption = encryption
    }
  }

  /// Where devices find a payload, or the envelope of a dependency.
  public enum Source: Equatable, Sendable {
    /// In the envelope, under this key; nil: under one that is made.
    case integrated(key: String?)
    /// At a URI, in which ``digestPlaceholder`` stands for the SHA-256 of what lies there.
    case uri(String)
    /// In the manifest itself, as the parameter content.
    case content
    /// On the device already.
    case installed
  }

  /// What the payload's digest takes the place of in a URI.
  public static let digestPlaceholder = "{digest}"

  /// A manifest that this one needs.
  public struct Dependency: Sendable {
    /// The path of its signed envelope.
    public let envelope: String
    public let source: Source
  }
}

extension ManifestDescription.Payload: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case integrated, uri, content, file, encryption
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    guard
      let source = try ManifestDescription.Source(
        container, integrated: .integrated, uri: .uri, content: .content)
    else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "give one of 'integrated: true', 'content: true' and 'uri'"))
    }
    self.source = source
    file = try container.decodeIfPresent(String.self, forKey: .file).map(decoder.resolve)
    encryption = try container.decodeIfPresent(ManifestDescription.Encryption.self, forKey: .encryption)
    if let encryption, (encryption.staging == nil) != (source == .content) {
      throw DecodingError.dataCorruptedError(
        forKey: .encryption, in: container,
        debugDescription:
          "'staging' names where the encrypted payload is kept until it is decrypted; give it unless "
          + "the payload is in the manifest ('content: true')")
    }
  }
}

extension ManifestDescription.Dependency: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case envelope, integrated, uri
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    envelope = try decoder.resolve(container.decode(String.self, forKey: .envelope))
    source =
      try ManifestDescription.Source(container, integrated: .integrated, uri: .uri, content: nil)
      ?? .installed
  }
}

extension ManifestDescription.Source {
  /// Reads the fields that say where something is found; nil where none of them does.
  fileprivate init?<Key: CodingKey>(
    _ container: KeyedDecodingContainer<Key>, integrated: Key, uri: Key, content: Key?
  ) throws {
    var sources: [Self] = []
    if let key = try? container.decodeIfPresent(String.self, forKey: integrated), key.hasPrefix("#") {
      sources.append(.integrated(key: key))
    } else if try container.decodeIfPresent(Bool.self, forKey: integrated) == true {
      sources.append(.integrated(key: nil))
    }
    if let uri = try container.decodeIfPresent(String.self, forKey: uri) { sources.append(.uri(uri)) }
    if let content, try container.decodeIfPresent(Bool.self, forKey: content) == true {
      sources.append(.content)
    }
    guard sources.count <= 1 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: container.codingPath,
          debugDescription: "give only one of "
            + [integrated.stringValue, uri.stringValue, content?.stringValue].compactMap { $0 }
            .map { "'\($0)'" }.joined(separator: ", ")))
    }
    guard let source = sources.first else { return nil }
    self = source
  }
}
