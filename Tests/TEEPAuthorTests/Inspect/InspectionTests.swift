import Foundation
import TEEPAuthor
import TEEPCodec
import TEEPTestSupport
import Testing

@Suite("Inspection of the published examples", .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct InspectionTests {
  static let files: [String] = ["", "signed/", "bench/"].flatMap { folder in
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: Vectors.folder.appending(path: folder).path)
    return (names ?? []).filter { $0.hasSuffix(".cbor") || $0.hasSuffix(".cose") }.map { folder + $0 }
  }.sorted()

  @Test("the notation of every file, read back without the codec, is the file", arguments: files)
  func nothingLost(file: String) throws {
    let bytes = try Vectors.bytes(file)
    #expect(try DiagnosticReader.cbor(of: DiagnosticNotation.text(of: bytes)) == bytes)
  }

  @Test("there are files, and each is told for what it is")
  func recognized() throws {
    #expect(Self.files.count >= 60)
    let openings: [(part: String, opening: String)] = [
      ("teep-appendixE-", "/ SUIT_Envelope / {"), ("suit-manifest-37-", "107(/ SUIT_Envelope / {"),
      ("suit-td-", "107(/ SUIT_Envelope / {"), ("suit-enc-suit-", "107(/ SUIT_Envelope / {"),
      ("suit-enc-info-", "96(/ COSE_Encrypt / ["), ("-query_request.cbor", "/ QueryRequest / ["),
      ("-query_response.cbor", "/ QueryResponse / ["), ("-update.cbor", "/ Update / ["),
      ("-teep_success.cbor", "/ Success / ["), ("-teep_error.cbor", "/ Error / ["),
      (".sign1-", "18(/ COSE_Sign1 / ["), (".sign-both", "98(/ COSE_Sign / ["),
    ]
    for file in Self.files {
      let text = try DiagnosticNotation.text(of: Vectors.bytes(file))
      for (_, opening) in openings.filter({ file.contains($0.part) }) {
        #expect(text.hasPrefix(opening), "\(file)")
      }
      if file.hasPrefix("signed/"), !file.hasSuffix(".payload.cbor") {
        let names = ["query_request": "QueryRequest", "query_response": "QueryResponse", "update": "Update"]
          .merging(["success": "Success", "error": "Error"]) { $1 }
        let kind = file.dropFirst("signed/1a-".count).prefix { $0.isLetter || $0 == "_" }
        let name = try #require(names[String(kind)])
        #expect(text.contains("/ payload / << / \(name) / ["), "\(file)")
      }
    }
  }

  @Test("draft-ietf-teep-protocol-26, appendix D: Error and Success in final and legacy numbers")
  func teepMessages() throws {
    let token = "h'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf'"
    #expect(
      try text("teep-final-teep_error.cbor") == """
        / Error / [
          / type / 5,
          / options / {/ token / 19: \(token), / err-msg / 11: "disk-full"},
          / err-code / 11 / ERR_MANIFEST_PROCESSING_FAILED /
        ]
        """)
    #expect(
      try text("teep-legacy-teep_error.cbor") == """
        / Error / [
          / type / 6,
          / options / {/ token / 20: \(token), / err-msg / 12: "disk-full"},
          / err-code / 17 / ERR_MANIFEST_PROCESSING_FAILED /
        ]
        """)
    #expect(
      try text("teep-legacy-teep_success.cbor")
        == "/ Success / [/ type / 5, / options / {/ token / 20: \(token)}]")
    #expect(try text("teep-legacy-query_response.cbor").contains("/ tc-list / 8: ["))
    #expect(try text("teep-final-query_response.cbor").contains("/ tc-list / 7: ["))
    #expect(try text("teep-legacy-update.cbor").contains("/ manifest-list / 10: ["))
    #expect(try text("teep-final-update.cbor").contains("/ manifest-list / 9: ["))
  }

  @Test("draft-ietf-teep-protocol-26, appendix E.2: the manifest down to its commands")
  func integrated() throws {
    let lines = try text("teep-appendixE-suit_integrated.cbor")
    for line in [
      "    << 18(/ COSE_Sign1 / [", "      / protected / << {/ alg / 1: -9 / ESP256 /} >>,",
      "    / manifest-sequence-number / 2: 3,",
      "      / components / 2: [['TEEP-Device', 'SecureFS', h'8d82573a926d4754935332dc29997f74', 'ta']],",
      "          / class-identifier / 2: h'db42f7093d8c55baa8c5265fc5820f4e',",
      "            / algorithm / -16 / SHA-256 /,", "        / condition-vendor-identifier / 1, 15,",
      "    / manifest-component-id / 5: ['TEEP-Device', 'SecureFS', h'8d82573a926d4754935332dc29997f74', 'suit'],",
      "      / directive-override-parameters / 20, {/ uri / 21: \"#tc\"},",
      "    / uninstall / 24: << [/ directive-unlink / 33, 15] >>", "  \"#tc\": 'Hello, Secure World!'",
    ] { #expect(lines.contains("\n" + line + "\n"), "\(line)") }
  }

  @Test("draft-ietf-suit-report-18 inside a signed Success; ECDH recipient inside a manifest")
  func nested() throws {
    let success = try text("signed/4b-success-report.sign1-esp256.cose")
    for part in ["<< / SUIT_Report / {", "/ nonce / 2: h'b0b1", "/ result / 4: true", "/ SUIT_Reference / ["]
    {
      #expect(success.contains(part), "\(part)")
    }
    let personalization = try text("teep-appendixE-suit_personalization.cbor")
    for part in [
      "/ encryption-info / 19: << 96(/ COSE_Encrypt / [", "/ ephemeral-key / -1: / COSE_Key / {",
      "/ crv / -1: 1 / P-256 /,", "/ prefix / 1: ['TEEP-Device', ",
    ] { #expect(personalization.contains(part), "\(part)") }
  }

  @Test("what is damaged inside is said with its offset in the file")
  func damagedInside() throws {
    var bytes = try Vectors.bytes("teep-appendixE-suit_uri.cbor")
    // The vendor identifier's key in the shared sequence: its head says 16 bytes; 0x5f is an indefinite length.
    let vendor = [UInt8](hexadecimal: "0150c0ddd5f15243566087db4f5b0aa26c2f")
    let offset = try #require(bytes.firstRange(of: vendor)).lowerBound + 1
    bytes[offset] = 0x5F
    #expect(throws: DecodeError(.indefiniteLength, at: offset)) { try DiagnosticNotation.text(of: bytes) }
  }

  @Test(
    "a file cut short anywhere is refused, never shown in part",
    arguments: [
      "teep-appendixE-suit_uri.cbor", "signed/1b-query_request-challenge.sign-both.cose",
    ])
  func cutShort(file: String) throws {
    let bytes = try Vectors.bytes(file)
    for count in bytes.indices {
      #expect(throws: DecodeError.self) { try DiagnosticNotation.text(of: Array(bytes.prefix(count))) }
    }
  }

  private func text(_ file: String) throws -> String {
    try DiagnosticNotation.text(of: Vectors.bytes(file))
  }
}
