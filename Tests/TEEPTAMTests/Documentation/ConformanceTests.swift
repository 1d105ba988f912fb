import Foundation
import TEEPTestSupport
import Testing

/// `docs/conformance.md` names code and tests that there are.
@Suite struct ConformanceTests {
  private let page: DocumentedTests

  init() throws { page = try DocumentedTests("docs/conformance.md") }

  @Test("Each test that the tables name is in the file that they name")
  func tests() {
    #expect(page.claims.count == page.fileCount, "each file is followed by a test's name")
    #expect(page.claims.count > 30)
    for claim in page.claims { #expect(page.isThere(claim), "\(claim.file): \(claim.name)") }
  }

  @Test("Each row names a file of code that is there and a test, or says that it is not met yet")
  func rows() {
    let rows = page.page.split(separator: "\n").filter { $0.hasPrefix("|") && !$0.hasPrefix("|---") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
      .filter { $0.first != "Section" }
    #expect(rows.count > 30)
    for row in rows {
      #expect(row.count == 4, "\(row)")
      guard row.count == 4, row[2] != "not yet" || row[3] != "not yet" else { continue }
      let files = row[2].matches(of: /`([^`]+)`/).map { String($0.output.1) }
      #expect(!files.isEmpty && row[3].contains("`Tests/"), "\(row)")
      for file in files {
        #expect(
          FileManager.default.fileExists(atPath: page.root.appending(path: file).path), "\(file)")
      }
    }
  }
}
