public import ArgumentParser
public import Foundation
import TEEPAuthor
import TEEPHost

extension KeyType: ExpressibleByArgument {}

extension UUID: @retroactive ExpressibleByArgument {
  public init?(argument: String) { self.init(uuidString: argument) }
}

extension ComponentIdentifier {
  /// Reads an identifier of at least one segment from the command line.
  static func argument(_ spelling: String) throws -> ComponentIdentifier {
    let identifier = try ComponentIdentifier(spelling)
    guard !identifier.segments.isEmpty else { throw ValidationError("a component identifier is not empty") }
    return identifier
  }
}
