import Testing

@testable import TEEPTAM

@Suite struct HeaderFieldTests {
  @Test(
    "Accept: the most specific range decides (RFC 9110, section 12.5.1)",
    arguments: [
      ("application/teep+cbor", true), ("APPLICATION/Teep+CBOR", true), ("*/*", true),
      ("application/*", true),
      ("text/html, application/teep+cbor;q=0.1", true), ("text/html , */* ; q=0.5", true),
      ("application/teep+cbor; v=1; q=1", true), ("application/teep+cbor;q=0, */*", false),
      ("*/*;q=0, application/teep+cbor", true), ("", false), ("text/*", false), ("application/teep", false),
      ("application/teep+cbor;q=0.000", false), ("application/teep+cbor;q=x", false),
    ])
  func accept(field: String, isAccepted: Bool) {
    #expect(MediaType.teep.isAccepted(by: field) == isAccepted)
  }

  @Test(
    "Content-Type: type and subtype decide, in any case and with any parameters (RFC 9110, section 8.3.1)",
    arguments: [
      ("application/teep+cbor", true), ("Application/TEEP+CBOR ; x=y", true), ("application/cbor", false),
      ("application/teep+cborx", false), ("", false),
    ])
  func contentType(field: String, isNamed: Bool) {
    #expect(MediaType.teep.isNamed(by: field) == isNamed)
  }

  @Test(
    "Range: one range of bytes (RFC 9110, section 14.1.2)",
    arguments: [
      ("bytes=0-0", 0..<1), ("bytes=2-", 2..<10), ("bytes=2-5", 2..<6), ("bytes=8-100", 8..<10),
      ("bytes=-3", 7..<10), ("bytes=-100", 0..<10), ("Bytes=9-9", 9..<10),
    ])
  func range(field: String, expected: Range<Int>) throws {
    #expect(try #require(ByteRangeField(field)).bytes(of: 10) == expected)
  }

  @Test("A range without any byte cannot be satisfied", arguments: ["bytes=10-", "bytes=10-20", "bytes=-0"])
  func unsatisfiable(field: String) throws {
    #expect(try #require(ByteRangeField(field)).bytes(of: 10) == nil)
  }

  @Test(
    "What is no single range of bytes is ignored (RFC 9110, section 14.2)",
    arguments: [
      "items=0-1", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "bytes=a-b", "bytes=+1-2", "bytes=1",
      "bytes=99999999999999999999-",
    ])
  func ignored(field: String) {
    #expect(ByteRangeField(field) == nil)
  }
}
