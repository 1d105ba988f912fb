import Foundation
import Testing

/// `docs/threat-model.md` names tests that there are.
@Suite struct ThreatModelTests {
  @Test("each test that the threat model names is in the file that it names")
  func claims() throws {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let page = try String(contentsOf: root.appending(path: "docs/threat-model.md"), encoding: .utf8)
    let claims = page.matches(of: /`(Tests\/[^`]+\.swift)`,\s+"([^"]+)"/)
    #expect(claims.count == page.matches(of: /`Tests\//).count, "each file is followed by a test's name")
    #expect(claims.count > 30)
    for claim in claims {
      let (file, name) = (String(claim.output.1), String(claim.output.2))
      let source = try String(contentsOf: root.appending(path: file), encoding: .utf8)
      #expect(source.contains("\"\(name)\"") || source.contains("func `\(name)`"), "\(file): \(name)")
    }
  }
}
