import Foundation
import TEEPHost
import TEEPTestSupport
import Testing

@Suite("The spelling of component identifiers")
struct ComponentIdentifierTests {
  @Test(
    "text, and 0x for what text cannot show",
    arguments: [
      ("TEEP-Device/SecureFS/ta", ["TEEP-Device", "SecureFS", "ta"].map { Array($0.utf8) }),
      (
        "TEEP-Device/0x8d82573a926d4754935332dc29997f74/ta",
        [
          Array("TEEP-Device".utf8), [UInt8](hexadecimal: "8d82573a926d4754935332dc29997f74"),
          Array("ta".utf8),
        ]
      ),
      ("0x00", [[0]]),
      ("0x", [[]]),
      ("", []),
      ("a b/0x612f62", [Array("a b".utf8), Array("a/b".utf8)]),
      ("0x3078ff", [[0x30, 0x78, 0xFF]]),
      ("0x30786666", [Array("0xff".utf8)]),
      ("0Xff", [Array("0Xff".utf8)]),
      ("0xc3a9", [[0xC3, 0xA9]]),
    ] as [(String, [[UInt8]])])
  func spelling(text: String, segments: [[UInt8]]) throws {
    #expect(try ComponentIdentifier(text).segments == segments)
    #expect(ComponentIdentifier(segments: segments).description == text)
  }

  @Test("spellings that are read but not written")
  func lenient() throws {
    #expect(try ComponentIdentifier("é").segments == [[0xC3, 0xA9]])
    #expect(try ComponentIdentifier("0xAbCd").segments == [[0xAB, 0xCD]])
    #expect(try ComponentIdentifier("0x6162").description == "ab")
  }

  @Test("what is no spelling is refused", arguments: ["/", "a/", "/a", "a//b"])
  func emptySegment(text: String) {
    #expect(throws: ComponentIdentifierError.emptySegment) { try ComponentIdentifier(text) }
  }

  @Test("0x without pairs of hexadecimal digits is refused", arguments: ["0x1", "0xzz", "0x0 ", "0xé0"])
  func badHexadecimal(text: String) {
    #expect(throws: ComponentIdentifierError.badHexadecimal(text)) { try ComponentIdentifier("a/" + text) }
  }

  @Test("random identifiers come back from their spelling and from JSON, byte for byte")
  func roundTrip() throws {
    var generator = SeededGenerator()
    print("TEEP_SEED=\(generator.seed)")
    let alphabet = Array("0x/ab\\\"é \n\u{0}~".utf8) + [0x80, 0xFF]
    for _ in 0..<2000 {
      let segments = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }
      }
      let identifier = ComponentIdentifier(segments: segments)
      #expect(try ComponentIdentifier(identifier.description) == identifier)
      let json = try JSONEncoder().encode(identifier)
      #expect(try JSONDecoder().decode(ComponentIdentifier.self, from: json) == identifier)
    }
  }
}
