import TEEPTestSupport
import Testing

/// `docs/threat-model.md` names tests that there are.
@Suite struct ThreatModelTests {
  @Test("each test that the threat model names is in the file that it names")
  func claims() throws {
    let page = try DocumentedTests("docs/threat-model.md")
    #expect(page.claims.count == page.fileCount, "each file is followed by a test's name")
    #expect(page.claims.count > 30)
    for claim in page.claims { #expect(page.isThere(claim), "\(claim.file): \(claim.name)") }
  }
}
