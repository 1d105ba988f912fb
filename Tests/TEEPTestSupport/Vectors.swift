public import Foundation

/// The byte-exact examples, read from where `TEEP_VECTORS` says (default `../shared/vectors`).
public enum Vectors {
  /// The folder of the examples.
  public static let folder = URL(
    fileURLWithPath: ProcessInfo.processInfo.environment["TEEP_VECTORS"] ?? "../shared/vectors")

  /// Whether the examples are there. Where `TEEP_VECTORS` is set they must be, so that no test is skipped
  /// unnoticed.
  public static let areAvailable =
    ProcessInfo.processInfo.environment["TEEP_VECTORS"] != nil
    || FileManager.default.fileExists(atPath: folder.appending(path: "keys.json").path)

  /// What a suite prints where the examples are absent: `.enabled(if: Vectors.areAvailable, Vectors.absence)`.
  public static let absence = "the examples are not at ../shared/vectors; set TEEP_VECTORS to their folder"

  /// The contents of one file, named relative to the folder.
  public static func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: folder.appending(path: name)))
  }

  /// One key of `keys.json` by its name there, each of its members in hexadecimal.
  public static func key(_ name: String) throws -> [String: String] {
    let data = try Data(contentsOf: folder.appending(path: "keys.json"))
    let keys = try JSONDecoder().decode([String: [String: String]].self, from: data)
    guard let key = keys[name] else { throw MissingKey(name: name) }
    return key
  }

  /// `keys.json` has no key of this name.
  public struct MissingKey: Error {
    let name: String
  }
}
