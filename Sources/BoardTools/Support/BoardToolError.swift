/// What went wrong: one sentence that names the file or the function, and where it helps what to do.
public struct BoardToolError: Error, CustomStringConvertible, Equatable, Sendable {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
