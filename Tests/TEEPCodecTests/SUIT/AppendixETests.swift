import TEEPCodec
import TEEPTestSupport
import Testing

/// The manifests of draft-ietf-teep-protocol-26, appendix E, command by command. Offsets are counted by hand.
@Suite("TEEP appendix E", .needsVectors) struct AppendixETests {
  private let vendor = "h'c0ddd5f15243566087db4f5b0aa26c2f'"
  private let classIdentifier = "h'db42f7093d8c55baa8c5265fc5820f4e'"
  /// `TEEP-Device`, `SecureFS`, a UUID, and `ta` or `suit`.
  private let component =
    "[h'544545502d446576696365', h'5365637572654653', h'8d82573a926d4754935332dc29997f74', h'7461']"
  private let manifestComponent =
    "[h'544545502d446576696365', h'5365637572654653', h'8d82573a926d4754935332dc29997f74', h'73756974']"

  /// What is read behind the authentication blocks.
  private func manifest(_ name: String) throws -> [String] {
    let lines = try Reading.ofEnvelope(try Vectors.bytes("teep-appendixE-\(name).cbor"))
    return Array(lines[try #require(lines.firstIndex { $0.hasPrefix("sequence number") })...])
  }

  /// What E.1 and E.2 have in common; an array's head and a map of 78 bytes come first in the shared sequence.
  private func start() throws -> [String] {
    let digest = try sha256(try Vectors.bytes("teep-appendixE-8d82573a.ta"))
    return [
      "sequence number 3", "manifest is \(manifestComponent)", "component \(component)", "shared sequence",
      "  @1 20",
      "    1: \(vendor)", "    2: \(classIdentifier)", "    3: h'822f5820\(digest)'", "    14: 20",
      "  @80 1 15",
      "  @82 2 15", "install", "  @1 20",
    ]
  }

  @Test("E.1: the payload comes from a URI")
  func uri() throws {
    let uri = "https://example.org/8d82573a-926d-4754-9353-32dc29997f74.ta"
    #expect(
      try manifest("suit_uri") == start() + [
        "    21: \"\(uri)\"", "  @65 21 15", "  @67 3 15", "uninstall", "  @1 33 15",
      ])
  }

  @Test("E.2: the payload is in the envelope")
  func integrated() throws {
    let payload = Array("Hello, Secure World!".utf8).hexadecimal
    #expect(
      try manifest("suit_integrated") == start() + [
        "    21: \"#tc\"", "    in the envelope h'\(payload)'", "  @8 21 15", "  @10 3 15", "uninstall",
        "  @1 33 15",
      ])
  }

  @Test("E.3: a dependency and encrypted personalization data, read but for what they encrypt")
  func personalization() throws {
    let lines = try manifest("suit_personalization").map { line in
      // The ciphertext and what decrypts it are long and nothing that the codec opens.
      line.hasPrefix("    18: h'") || line.hasPrefix("    19: h'") ? String(line.prefix(10)) : line
    }
    let dependency = try manifestDigest("suit_uri")
    #expect(
      lines == [
        "sequence number 3",
        "manifest is [h'544545502d446576696365', h'5365637572654653', h'636f6e6669672e73756974']",
        "component [h'544545502d446576696365', h'5365637572654653', h'636f6e6669672e6a736f6e']",
        "dependency 1 \(manifestComponent)",
        "shared sequence", "  @1 12 0", "  @3 20", "    1: \(vendor)", "    2: \(classIdentifier)",
        "  @41 1 15",
        "  @43 2 15", "validate", "  @1 12 0", "  @3 20",
        "    3: h'822f58208273468fb64bd84bb04825f8371744d952b751c73a60f455af681e167726f116'", "    14: 61",
        "  @47 3 15", "dependencyResolution", "  @1 12 1", "  @3 20", "    3: h'822f5820\(dependency)'",
        "    14: 389",
        "    21: \"https://example.org/8d82573a-926d-4754-9353-32dc29997f74.suit\"", "  @112 21 2", "install",
        "  @1 12 1", "  @3 11 0", "  @5 12 0", "  @7 20", "    18: h'", "    19: h'", "  @214 18 15",
        "uninstall",
        "  @1 12 1", "  @3 11 0", "  @5 12 0", "  @7 33 15",
      ])
  }

  private func manifestDigest(_ name: String) throws -> String {
    let bytes = try Vectors.bytes("teep-appendixE-\(name).cbor")
    return try sha256([UInt8](try SUITEnvelope(decoding: bytes.span).wrappedManifest))
  }
}
