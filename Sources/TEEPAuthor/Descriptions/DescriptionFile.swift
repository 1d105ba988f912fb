import Foundation
public import TEEPHost
import Yams

/// Reads descriptions in YAML, of which JSON is a part.
public enum DescriptionFile {
  /// The description in the file at `path`. Errors name the file and the field.
  public static func read<Description: Decodable>(
    _ type: Description.Type, at path: String
  ) throws(FileError) -> Description {
    let text = try FileContents.readText(path)
    do {
      var information: [CodingUserInfoKey: Any] = [:]
      if let key = CodingUserInfoKey.descriptionPath { information[key] = path }
      return try YAMLDecoder().decode(type, from: text, userInfo: information)
    } catch DecodingError.dataCorrupted(let context) where context.underlyingError is FileError {
      throw context.underlyingError as? FileError ?? FileError(path, "names a file that cannot be read")
    } catch let error as DecodingError {
      throw FileError(path, sentence(error))
    } catch {
      throw FileError(path, "is no YAML or JSON: \(error)")
    }
  }

  /// The path of a file that a description at `path` names, relative to the folder of the description.
  public static func resolve(_ name: String, namedIn path: String) -> String {
    URL(fileURLWithPath: name, relativeTo: URL(fileURLWithPath: path)).path
  }

  private static func sentence(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      return "the field '\(name(context.codingPath + [key]))' is missing"
    case .valueNotFound(_, let context): return "the field '\(name(context.codingPath))' has no value"
    case .typeMismatch(let type, let context):
      return "the field '\(name(context.codingPath))' is not \(kind(of: type))"
    case .dataCorrupted(let context):
      if let error = context.underlyingError as? YamlError { return "is no YAML or JSON: \(problem(error))" }
      guard !context.codingPath.isEmpty else { return context.debugDescription }
      return "the field '\(name(context.codingPath))': \(context.debugDescription)"
    @unknown default: return "cannot be read as a description"
    }
  }

  /// The fields that lead to a value, such as `tams.0.uri`.
  private static func name(_ path: [any CodingKey]) -> String {
    path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }

  private static func kind(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is UInt64.Type: "a number from 0 to \(UInt64.max)"
    case is Bool.Type: "true or false"
    case is UUID.Type: "a UUID"
    case is [Any].Type: "a list"
    default: "of the kind it has to be"
    }
  }

  private static func problem(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "\(problem), at line \(mark.line), column \(mark.column)"
    default: "\(error)"
    }
  }
}
