import Foundation
import TEEPHost
import Yams

/// Reads a ``BrokerConfiguration`` from YAML, with what flags and environment variables put in its place.
public struct ConfigurationFile: Sendable {
  /// A field that is given outside the file.
  public struct Override: Equatable, Sendable {
    /// Such as `retries.attempts`, or `devices[2].baud`'s list: `devices`.
    public let field: String
    /// YAML.
    public let value: String
    /// The flag or the variable, for errors.
    public let origin: String

    public init(field: String, value: String, origin: String) {
      self.field = field
      self.value = value
      self.origin = origin
    }
  }

  /// Bytes of a configuration file.
  private static let maximumSize = 1 << 20

  private let path: String?
  private let overrides: [Override]

  /// - Parameters:
  ///   - path: the file; nil where everything is given by `overrides`.
  ///   - overrides: later ones go over earlier ones.
  public init(path: String?, overrides: [Override] = []) {
    self.path = path
    self.overrides = overrides
  }

  /// Reads the file as it is now, and all files that it names.
  ///
  /// - Throws: ``ConfigurationError``, or a `FileError` about the file or one that it names.
  public func read() throws -> BrokerConfiguration {
    var source = ConfigurationField.Source(file: path ?? "command line")
    var root = try path.map { try parse(FileContents.readText($0, limit: Self.maximumSize), at: $0) } ?? [:]
    for override in overrides {
      source.overrides[override.field] = override.origin
      let value = try parse(override.value, at: override.origin)
      guard root.replace(override.field.split(separator: ".").map(String.init)[...], by: value) else {
        throw ConfigurationError(
          place: override.origin, field: override.field, problem: "there is no such field")
      }
    }
    let field = ConfigurationField(source: source, path: "", node: root)
    let folder = path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    let configuration = try BrokerConfiguration(field, folder: folder)
    // The files that it names are looked at too.
    _ = try ServerTrust(configuration.network)
    return configuration
  }

  private func parse(_ text: String, at place: String) throws -> Node {
    do {
      return try compose(yaml: text) ?? [:]
    } catch let error as YamlError {
      throw ConfigurationError(yaml: error, at: place)
    }
  }
}

extension Node {
  /// Puts a value in the place of a field; false where the way there leads through something else than fields.
  fileprivate mutating func replace(_ path: ArraySlice<String>, by value: Node) -> Bool {
    guard let name = path.first else {
      self = value
      return true
    }
    guard var mapping else { return false }
    let key = Node(name)
    var child = mapping[key] ?? [:]
    guard child.replace(path.dropFirst(), by: value) else { return false }
    mapping[key] = child
    self = .mapping(mapping)
    return true
  }
}

extension ConfigurationError {
  fileprivate init(yaml error: YamlError, at place: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(place: "\(place):\(mark.line)", field: "", problem: "is no YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, _):
      let names = duplicates.map { "\($0)" }.sorted().joined(separator: ", ")
      self.init(place: place, field: "", problem: "gives a field twice: \(names)")
    default:
      self.init(place: place, field: "", problem: "is no YAML")
    }
  }
}
