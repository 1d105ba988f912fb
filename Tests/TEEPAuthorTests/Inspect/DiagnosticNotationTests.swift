import TEEPAuthor
import TEEPCodec
import TEEPTestSupport
import Testing

@Suite("Diagnostic notation of plain CBOR")
struct DiagnosticNotationTests {
  @Test(
    "RFC 8949, appendix A",
    arguments: [
      ("00", "0"), ("1818", "24"), ("1bffffffffffffffff", "18446744073709551615"), ("20", "-1"),
      ("3bffffffffffffffff", "-18446744073709551616"), ("3903e7", "-1000"), ("f90000", "0.0"),
      ("f93c00", "1.0"), ("fb3ff199999999999a", "1.1"), ("f93e00", "1.5"), ("f97bff", "65504.0"),
      ("fa47c35000", "100000.0"), ("f90001", "5.960464477539063e-08"), ("f90400", "6.103515625e-05"),
      ("f9c400", "-4.0"), ("fbc010666666666666", "-4.1"), ("f97c00", "Infinity"), ("f97e00", "NaN"),
      ("f9fc00", "-Infinity"), ("f4", "false"), ("f5", "true"), ("f6", "null"), ("f7", "undefined"),
      ("f0", "simple(16)"), ("f8ff", "simple(255)"),
      ("c074323031332d30332d32315432303a30343a30305a", "0(\"2013-03-21T20:04:00Z\")"),
      ("c11a514b67b0", "1(1363896240)"), ("d74401020304", "23(h'01020304')"), ("40", "h''"), ("60", "\"\""),
      ("62225c", "\"\\\"\\\\\""), ("62c3bc", "\"ü\""), ("80", "[]"), ("83010203", "[1, 2, 3]"),
      ("8301820203820405", "[1, [2, 3], [4, 5]]"), ("a0", "{}"), ("a201020304", "{1: 2, 3: 4}"),
      ("a26161016162820203", "{\"a\": 1, \"b\": [2, 3]}"), ("826161a161626163", "[\"a\", {\"b\": \"c\"}]"),
    ])
  func rfc8949(encoded: String, notation: String) throws {
    #expect(try DiagnosticNotation.text(of: [UInt8](hexadecimal: encoded)) == notation)
  }

  @Test(
    "what is not one item of definite length is refused, with its offset",
    arguments: [
      ("", DecodeError.Reason.truncated, 0), ("0000", .trailingBytes, 1), ("9f01ff", .indefiniteLength, 0),
      ("8218", .truncated, 1), ("1c", .notWellFormed, 0), ("61ff", .invalidUTF8, 1),
      ("820181", .truncated, 3),
    ])
  func refused(encoded: String, reason: DecodeError.Reason, offset: Int) {
    #expect(throws: DecodeError(reason, at: offset)) {
      try DiagnosticNotation.text(of: [UInt8](hexadecimal: encoded))
    }
  }

  @Test("nesting is bounded: 32 levels are shown, more and a bomb of a million are refused")
  func nesting() throws {
    let text = try DiagnosticNotation.text(of: [UInt8](repeating: 0x81, count: 32) + [0])
    #expect(text == String(repeating: "[", count: 32) + "0" + String(repeating: "]", count: 32))
    for levels in [33, 1_000_000] {
      #expect(throws: DecodeError(.nestedTooDeeply, at: 33)) {
        try DiagnosticNotation.text(of: [UInt8](repeating: 0x81, count: levels) + [0])
      }
    }
  }

  @Test("RFC 9711: an EAT is told by its claims, RFC 9052: a key by its parameters")
  func claims() throws {
    // {8: {3: h'01'}, 10: h'02', 265: "p"}
    let eat = try DiagnosticNotation.text(of: [UInt8](hexadecimal: "a308a1034101" + "0a4102" + "1901096170"))
    #expect(
      eat == "/ EAT / {/ cnf / 8: {/ kid / 3: h'01'}, / eat_nonce / 10: h'02', / eat_profile / 265: \"p\"}")
    // {1: 1, -1: 6, -2: h'00'}
    let key = try DiagnosticNotation.text(of: [UInt8](hexadecimal: "a301012006214100"))
    #expect(key == "/ COSE_Key / {/ kty / 1: 1 / OKP /, / crv / -1: 6 / Ed25519 /, / x / -2: h'00'}")
  }

  @Test("any bytes at all end in a notation that reads back to them, or in an error")
  func random() throws {
    var generator = SeededGenerator()
    print("TEEP_SEED=\(generator.seed)")
    var shown = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...12, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      guard let text = try? DiagnosticNotation.text(of: bytes) else { continue }
      // Floating point and simple values are beyond the reader of this test.
      guard !text.contains("."), !text.contains("simple"), !text.contains("N") else { continue }
      guard !text.contains("Infinity"), !text.contains("e") || text.contains("'") else { continue }
      shown += 1
      #expect(try DiagnosticReader.cbor(of: text) == bytes, "\(text)")
    }
    #expect(shown > 200)
  }
}
