import TEEPCodec
import TEEPHost

/// The text of a manifest, by language tag (draft-ietf-suit-manifest-37, section 8.4.4).
///
/// ```yaml
/// en:
///   manifest-description: The lock of the front door
///   components:
///     lock/app: {vendor-name: Example, component-version: "3.1"}
/// ```
public struct ManifestText: Equatable, Sendable {
  /// The texts in one language.
  public struct Language: Equatable, Sendable {
    let manifest: [Int64: String]
    let components: [ComponentIdentifier: [Int64: String]]
  }

  let languages: [String: Language]

  /// The encoded SUIT_Text_Map.
  var encoded: [UInt8] {
    [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.suitText { (writer) throws(EncodeError) in
        for (tag, language) in languages.sorted(by: { Self.precedes($0.key, $1.key) }) {
          try writer.suitTexts(in: Array(tag.utf8).span) { (writer) throws(EncodeError) in
            for (key, text) in language.manifest.sorted(by: { $0.key < $1.key }) {
              guard let key = SUITTextKey(rawValue: key) else { throw .notEncodable }
              try writer.suitText(key, Array(text.utf8).span)
            }
            let components = language.components.map { (key: $0.key.encoded, texts: $0.value) }
            for component in components.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
              try writer.suitTexts(ofComponent: component.key.span) { (writer) throws(EncodeError) in
                for (key, text) in component.texts.sorted(by: { $0.key < $1.key }) {
                  guard let key = SUITComponentTextKey(rawValue: key) else { throw .notEncodable }
                  try writer.suitText(key, Array(text.utf8).span)
                }
              }
            }
          }
        }
      }
    })
  }

  /// The order of text keys in a map (RFC 8949, section 4.2.1): the shorter one first.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.count != right.utf8.count
      ? left.utf8.count < right.utf8.count : left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

extension ManifestText: Decodable {
  public init(from decoder: any Decoder) throws {
    languages = try decoder.singleValueContainer().decode([String: Language].self)
    guard !languages.isEmpty else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "give a language, such as en")
      )
    }
  }
}

extension ManifestText.Language: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case manifestDescription = "manifest-description"
    case updateDescription = "update-description"
    case manifestJSONSource = "manifest-json-source"
    case manifestYAMLSource = "manifest-yaml-source"
    case components

    var key: SUITTextKey? {
      switch self {
      case .manifestDescription: .manifestDescription
      case .updateDescription: .updateDescription
      case .manifestJSONSource: .manifestJSONSource
      case .manifestYAMLSource: .manifestYAMLSource
      case .components: nil
      }
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    var manifest: [Int64: String] = [:]
    for key in container.allKeys {
      guard let number = key.key else { continue }
      manifest[number.rawValue] = try container.decode(String.self, forKey: key)
    }
    var components: [ComponentIdentifier: [Int64: String]] = [:]
    if container.contains(.components) {
      let described = try container.nestedContainer(keyedBy: AnyKey.self, forKey: .components)
      for key in described.allKeys {
        let identifier: ComponentIdentifier
        do { identifier = try ComponentIdentifier(key.stringValue) } catch {
          throw DecodingError.dataCorruptedError(
            forKey: key, in: described, debugDescription: error.description)
        }
        let texts = try described.nestedContainer(keyedBy: AnyKey.self, forKey: key)
        for name in texts.allKeys {
          guard let number = SUITComponentTextKey(specificationName: name.stringValue) else {
            throw DecodingError.dataCorruptedError(
              forKey: name, in: texts,
              debugDescription: "there is no such text; there are \(SUITComponentTextKey.specificationNames)")
          }
          components[identifier, default: [:]][number.rawValue] = try texts.decode(String.self, forKey: name)
        }
      }
    }
    self.init(manifest: manifest, components: components)
  }
}
