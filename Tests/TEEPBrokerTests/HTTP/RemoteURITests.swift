import Testing

@testable import TEEPBroker

/// Which URIs the broker speaks to.
@Suite struct RemoteURITests {
  @Test(
    "http and https are",
    arguments: [
      "http://a", "HTTPS://a.example:8443/tam?x=1", "http://[::1]:8080/tam", "http://127.0.0.1/a%20b",
    ])
  func allowed(_ uri: String) throws {
    #expect(try RemoteURI(uri).description == uri)
  }

  @Test(
    "other schemes are not",
    arguments: ["file:///etc/passwd", "ftp://a/", "http+unix://%2Fx/", "coap://a/", "javascript://a/"])
  func schemes(_ uri: String) {
    #expect(throws: RemoteURIError.self) { try RemoteURI(uri) }
  }

  @Test(
    "what is no URI is not",
    arguments: [
      "", "a", "/a", "http://", "http:///a", "//a/b", "http://a b/", "http://a\n/", "http://é/",
      "http://a\u{0}/",
    ])
  func malformed(_ uri: String) {
    #expect(throws: RemoteURIError.malformed(uri.printable)) { try RemoteURI(uri) }
  }

  @Test("secrets in a URI are not sent")
  func credentials() {
    #expect(throws: RemoteURIError.credentials) { try RemoteURI("http://user:secret@a/") }
    #expect(throws: RemoteURIError.credentials) { try RemoteURI("http://user@a/") }
  }

  @Test("a URI has at most 2048 bytes")
  func length() throws {
    let longest = "http://a/" + String(repeating: "b", count: 2039)
    #expect(try RemoteURI(longest).description == longest)
    #expect(throws: RemoteURIError.tooLong) { try RemoteURI(longest + "b") }
  }

  @Test("text for the log is one line of printable characters")
  func printable() {
    #expect("a\u{1B}[31m\r\n\u{202E}é→".printable == "a?[31m???é→")
  }
}
