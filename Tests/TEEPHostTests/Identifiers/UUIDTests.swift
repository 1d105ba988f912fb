import Foundation
import TEEPHost
import Testing

@Suite("Name-based UUIDs")
struct UUIDTests {
  @Test(
    "RFC 9562, appendix A.4, and the same by other implementations",
    arguments: [
      ("www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2"),
      ("python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d"),
      ("arm.com", "fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe"),
    ])
  func version5(domain: String, expected: String) {
    #expect(UUID.vendor(domain: domain) == UUID(uuidString: expected))
  }

  @Test("the vendor of TEEP's appendix E is the domain teep.example")
  func appendixE() {
    #expect(UUID.vendor(domain: "teep.example") == UUID(uuidString: "c0ddd5f1-5243-5660-87db-4f5b0aa26c2f"))
  }
}
