import TEEPCodec
import TEEPTestSupport
import Testing

/// The examples of draft-ietf-teep-protocol-26, appendix D, in both tables of numbers, and what they say.
@Suite("TEEP examples (appendix D)", .needsVectors) struct TEEPVectorTests {
  static let tables: [(String, TEEPNumbers)] = [("final", .final), ("legacy", .legacy)]

  private let token = "token h'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf'"

  private func read(_ name: String, _ numbers: TEEPNumbers) throws -> [String] {
    try Reading.ofMessage(try Vectors.bytes(name), numbers: numbers)
  }

  @Test("QueryRequest", arguments: tables)
  func queryRequest(table: String, numbers: TEEPNumbers) throws {
    #expect(
      try read("teep-\(table)-query_request.cbor", numbers) == [
        "queryRequest", "versions: 1", "  0", token, "offered cipher suites: 2", "  [[18, -9]]",
        "  [[18, -19]]",
        "offered profiles: 4", "  [-16, -9, -29, -65534]", "  [-16, -19, -29, -65534]", "  [-16, -9, -29, 1]",
        "  [-16, -19, -29, 24]", "requested data items 3",
      ])
  }

  @Test("QueryResponse", arguments: tables)
  func queryResponse(table: String, numbers: TEEPNumbers) throws {
    #expect(
      try read("teep-\(table)-query_response.cbor", numbers) == [
        "queryResponse", "selectedVersion 0", "attestationPayload h''", "tcList: 1",
        "  component [h'0102030405060708090a0b0c0d0e0f']",
        "  digest -16 h'a7fd6593eac32eb4be578278e6540c5c09cfd7d4d234973054833b2b93030609'", token,
      ])
  }

  @Test("Update, with an envelope of an older manifest draft in it", arguments: tables)
  func update(table: String, numbers: TEEPNumbers) throws {
    let lines = try read("teep-\(table)-update.cbor", numbers)
    #expect(lines.first == "update")
    #expect(lines.last == token)
    #expect(
      lines[1...3] == [
        "manifestList: 1", "envelope",
        "manifest digest -16 h'db601ade73092b58532ca03fbb663de49532435336f1558b49bb622726a2fedd'",
      ])
    #expect(lines.contains("    21: \"https://example.org/8d82573a-926d-4754-9353-32dc29997f74.ta\""))
  }

  @Test("Success", arguments: tables)
  func success(table: String, numbers: TEEPNumbers) throws {
    #expect(try read("teep-\(table)-teep_success.cbor", numbers) == ["success", token])
  }

  @Test("Error", arguments: tables)
  func error(table: String, numbers: TEEPNumbers) throws {
    #expect(
      try read("teep-\(table)-teep_error.cbor", numbers) == [
        "error", "errMsg \"disk-full\"", token, "error code 11",
      ])
  }

  /// Each example with the end of its option map, by hand: the examples put the token first in it.
  static let ends = [
    ("query_request", 24), ("query_response", 85), ("update", 360), ("teep_success", 21), ("teep_error", 32),
  ]

  /// The token's key and value, 18 bytes from offset 3 on, moved to the end of the option map, where its label belongs.
  private func inOrderOfLabels(_ bytes: [UInt8], _ end: Int) -> [UInt8] {
    Array(bytes[..<3] + bytes[21..<end] + bytes[3..<21] + bytes[end...])
  }

  @Test("are encoded again to the same bytes, their options in the order of their labels", arguments: ends)
  func encodedAgain(name: String, end: Int) throws {
    for (table, numbers) in Self.tables {
      let bytes = try Vectors.bytes("teep-\(table)-\(name).cbor")
      #expect(try encode(bytes, numbers, to: numbers) == inOrderOfLabels(bytes, end))
    }
  }

  @Test("become each other when they are encoded in the other table's numbers", arguments: ends)
  func otherTable(name: String, end: Int) throws {
    let final = try Vectors.bytes("teep-final-\(name).cbor")
    let legacy = try Vectors.bytes("teep-legacy-\(name).cbor")
    #expect(try encode(legacy, .legacy, to: .final) == inOrderOfLabels(final, end))
    #expect(try encode(final, .final, to: .legacy) == inOrderOfLabels(legacy, end))
  }

  private func encode(_ bytes: [UInt8], _ numbers: TEEPNumbers, to other: TEEPNumbers) throws -> [UInt8] {
    var output = [UInt8](repeating: 0, count: bytes.count)
    let message = try TEEPMessage(decoding: bytes.span, numbers: numbers)
    let count = try message.encode(numbers: other, into: output.mutableSpan)
    return Array(output[..<count])
  }

  @Test(
    "are refused with the other table's numbers where these tell",
    arguments: [
      // Type 5 is Success in one table and Error in the other, which has one element more.
      ("legacy-teep_success", .final, .wrongCount, 0), ("final-teep_error", .legacy, .wrongCount, 0),
      ("legacy-teep_error", .final, .unsupported, 1), ("final-teep_success", .legacy, .unsupported, 1),
      // Label 19 is the token, bytes, and was suit-reports, a list; 20 was the token and is a list.
      ("final-query_request", .legacy, .unexpectedType, 4),
      ("final-query_response", .legacy, .unexpectedType, 4),
      ("legacy-query_request", .final, .unexpectedType, 4),
      // Label 6 is attestation-payload, bytes, and was selected-version; 20 is no option of a QueryResponse.
      ("legacy-query_response", .final, .unexpectedType, 22),
    ] as [(String, TEEPNumbers, DecodeError.Reason, Int)])
  func wrongTable(name: String, numbers: TEEPNumbers, reason: DecodeError.Reason, offset: Int) throws {
    let bytes = try Vectors.bytes("teep-\(name).cbor")
    let error = refusal { () throws(DecodeError) in
      _ = try TEEPMessage(decoding: bytes.span, numbers: numbers)
    }
    #expect(error == DecodeError(reason, at: offset))
  }
}
