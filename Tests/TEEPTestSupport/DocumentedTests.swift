public import Foundation

/// The tests that a page of `docs` names as `` `Tests/….swift`, "name" ``.
public struct DocumentedTests {
  public struct Claim: Sendable {
    public let file: String
    public let name: String
  }

  /// The folder of the project.
  public let root: URL
  public let page: String
  public let claims: [Claim]
  /// How often a file of tests is named, with a test's name behind it or not.
  public let fileCount: Int

  public init(_ path: String) throws {
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    self.root = root
    page = try String(contentsOf: root.appending(path: path), encoding: .utf8)
    claims = page.matches(of: /`(Tests\/[^`]+\.swift)`,\s+"([^"]+)"/).map {
      Claim(file: String($0.output.1), name: String($0.output.2))
    }
    fileCount = page.matches(of: /`Tests\//).count
  }

  /// Whether the test is in the file.
  public func isThere(_ claim: Claim) -> Bool {
    guard let source = try? String(contentsOf: root.appending(path: claim.file), encoding: .utf8) else {
      return false
    }
    return source.contains("\"\(claim.name)\"") || source.contains("func `\(claim.name)`")
  }
}
