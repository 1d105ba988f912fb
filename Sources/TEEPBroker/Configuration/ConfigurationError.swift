/// What is wrong with a configuration, and where, in one sentence.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// The file and the line, or the flag or variable that gave the value.
  public let place: String
  /// The field, such as `devices[0].baud`; empty where it is not about one.
  public let field: String
  /// What is wrong, and what to do.
  public let problem: String

  public var description: String {
    field.isEmpty ? "\(place): \(problem)" : "\(place): \(field): \(problem)"
  }
}
