/// What is wrong with a file, as one sentence that begins with its name.
public struct FileError: Error, Equatable, CustomStringConvertible {
  /// The file as the user named it.
  public let path: String
  /// What is wrong, and what to do.
  public let problem: String

  public init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  public var description: String { "\(path): \(problem)" }
}
