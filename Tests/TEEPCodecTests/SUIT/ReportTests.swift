import TEEPCodec
import TEEPTestSupport
import Testing

/// SUIT_Report of draft-ietf-suit-report-18, section 4, in the signed examples and in bytes made by hand.
@Suite("SUITReport") struct ReportTests {
  private let digest = "cedb0457952f7dd0a33fa4692f73bc833a6a6e2300b16f6605993f0192e3f219"
  private let token = "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"

  @Test("of a success has claims", .needsVectors)
  func success() throws {
    #expect(
      try Reading.ofMessage(try Vectors.bytes("signed/4b-success-report.payload.cbor"), numbers: .final) == [
        "success", "suitReports: 1", "report", "  nonce h'\(token)'", "  success",
        "  manifest -16 h'\(digest)'",
        "  component [h'544545502d446576696365', h'5365637572654653', h'8d82573a926d4754935332dc29997f74', h'7461']",
        "  digest -16 h'8cf71ac86af31be184ec7a05a411a8c3a14fd9b77a30d046397481469468ece8'", "  size 20",
        "token h'\(token)'",
      ])
  }

  @Test("of a failure says where and why", .needsVectors)
  func failure() throws {
    let record = SUITRecord(section: 20, offset: 0, componentIndex: 0)
    let result = SUITReportResult.failure(code: -1, record: record, reason: .operationFailed)
    #expect(
      try Reading.ofMessage(try Vectors.bytes("signed/5a-error-manifest.payload.cbor"), numbers: .final) == [
        "error", "errMsg \"disk-full\"", "suitReports: 1", "report", "  nonce h'\(token)'", "  \(result)",
        "  manifest -16 h'\(digest)'", "token h'\(token)'", "error code 11",
      ])
  }

  /// A report's reference, with an empty text for the URI that is not there.
  private static let reference = "1863 82 60 82 2f 5820" + String(repeating: "ab", count: 32)
  private static let digestBytes = [UInt8](repeating: 0xAB, count: 32)

  private func write(
    nonce: [UInt8]?, uri: [UInt8]?, _ result: SUITReportResult, claims: [[UInt8]] = []
  ) throws -> [UInt8] {
    let nonceBytes = nonce ?? []
    let uriBytes = uri ?? []
    return try TEEPCodecTests.written { (writer) throws(EncodeError) in
      try writer.suitReport(
        nonce: nonce == nil ? nil : nonceBytes.span, referenceURI: uri == nil ? nil : uriBytes.span,
        manifestSHA256: Self.digestBytes.span, result: result, recordCount: claims.count
      ) { (writer) throws(EncodeError) in
        for claim in claims { try writer.raw(claim.span) }
      }
    }
  }

  @Test("is written with its keys in order")
  func written() throws {
    #expect(
      try write(nonce: nil, uri: nil, .success) == [UInt8](hexadecimal: "a3 03 80 04 f5" + Self.reference))
    #expect(
      try write(
        nonce: [1, 2], uri: Array("u:".utf8), .success,
        claims: [[0xA1, 0x00, 0x80], [0xA1, 0x00, 0x81, 0x40]])
        == [UInt8](
          hexadecimal: "a4 02 420102 03 82 a10080 a1008140 04 f5"
            + "1863 82 62753a 82 2f 5820" + Self.digestBytes.hexadecimal))
    let record = SUITRecord(section: 16, offset: 300, componentIndex: 2)
    #expect(
      try write(nonce: nil, uri: nil, .failure(code: 3, record: record, reason: .conditionFailed))
        == [UInt8](hexadecimal: "a3 03 80 04 a3 05 03 06 85 80 10 19012c 02 a0 07 0a" + Self.reference))
  }

  @Test("of random values is read as it was written")
  func roundTrip() throws {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for reports")
    for _ in 0..<200 {
      let nonce = random.flip() ? random.bytes(0...64) : nil
      let record = SUITRecord(
        section: .init(truncatingIfNeeded: random.integer()),
        offset: .init(truncatingIfNeeded: random.integer()),
        componentIndex: .init(truncatingIfNeeded: random.integer()))
      let reason = try #require(SUITReportReason(rawValue: UInt8(random.number(0...12))))
      let code = Int32(truncatingIfNeeded: random.next())
      let result =
        random.flip() ? SUITReportResult.success : .failure(code: code, record: record, reason: reason)
      let bytes = try write(nonce: nonce, uri: random.flip() ? random.text(0...60) : nil, result)
      let report = try SUITReport(decoding: bytes.span)
      #expect(report.result == result)
      #expect([UInt8](present: report.nonce) == nonce)
      let manifest = [UInt8](try report.manifestDigest().bytes)
      #expect(manifest == Self.digestBytes)
      let claims = try report.records().count
      #expect(claims == 0)
    }
  }

  @Test("is read with records, unknown members and keys in any order")
  func tolerant() throws {
    let bytes = [UInt8](
      hexadecimal: "a5" + Self.reference + "04 f5 1864 80 08 a0 03 82 85 80 07 00 00 a0 a1 00 80")
    var reading = Reading()
    try reading.add(try SUITReport(decoding: bytes.span))
    #expect(
      reading.lines == [
        "report", "  success", "  manifest -16 h'\(String(repeating: "ab", count: 32))'",
        "  record [[], 7, 0, 0, {}]",
        "  component []",
      ])
  }

  @Test(
    "is refused",
    arguments: [
      Refusal("an array", "80", .unexpectedType, at: 0),
      Refusal("no result", "a2 03 80" + reference, .missingMember, at: 0),
      Refusal("no records", "a2 04 f5" + reference, .missingMember, at: 0),
      Refusal("no reference", "a2 03 80 04 f5", .missingMember, at: 0),
      Refusal("result false", "a3 03 80 04 f4" + reference, .unsupported, at: 4),
      Refusal("result 1", "a3 03 80 04 01" + reference, .unexpectedType, at: 4),
      Refusal(
        "a result without reason", "a3 03 80 04 a2 05 00 06 8580000000a0" + reference, .wrongCount, at: 4),
      Refusal(
        "a result out of order", "a3 03 80 04 a3 06 8580000000a0 05 00 07 00" + reference, .unsortedKeys,
        at: 12),
      Refusal(
        "an unknown member of the result", "a3 03 80 04 a3 05 00 08 00 09 00" + reference, .unsupported, at: 7
      ),
      Refusal(
        "an unknown reason", "a3 03 80 04 a3 05 00 06 8580000000a0 07 1863" + reference, .unsupported, at: 15),
      Refusal(
        "a reason above 255", "a3 03 80 04 a3 05 00 06 8580000000a0 07 190100" + reference, .outOfRange,
        at: 15),
      Refusal("a record of 4", "a3 03 80 04 a3 05 00 06 8480000000 07 00" + reference, .wrongCount, at: 8),
      Refusal(
        "a section above 255", "a3 03 80 04 a3 05 00 06 85801901000000a0 07 00" + reference, .outOfRange,
        at: 10),
      Refusal(
        "an offset above 2^32 - 1", "a3 03 80 04 a3 05 00 06 8580001b0000000100000000 00a0 07 00" + reference,
        .outOfRange,
        at: 11),
      Refusal(
        "a manifest-id that is a number", "a3 03 80 04 a3 05 00 06 8500000000a0 07 00" + reference,
        .unexpectedType, at: 9),
      Refusal(
        "properties in an array", "a3 03 80 04 a3 05 00 06 858000000080 07 00" + reference, .unexpectedType,
        at: 13),
      Refusal("records in a map", "a3 03 a0 04 f5" + reference, .unexpectedType, at: 2),
      Refusal("a nonce that is text", "a4 02 60 03 80 04 f5" + reference, .unexpectedType, at: 2),
      Refusal("a member twice", "a4 03 80 03 80 04 f5" + reference, .duplicateKey, at: 3),
      Refusal("a reference of 1", "a3 03 80 04 f5 1863 81 60", .wrongCount, at: 7),
      Refusal(
        "a SHA-256 digest of 31 bytes",
        "a3 03 80 04 f5 1863 82 60 82 2f 581f" + String(repeating: "ab", count: 31),
        .outOfRange, at: 11),
      Refusal("17 members", "b1" + String(repeating: "0000", count: 17), .tooMany, at: 0),
      Refusal("bytes behind it", "a3 03 80 04 f5" + reference + "00", .trailingBytes, at: 45),
    ])
  func refused(refusal: Refusal) {
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try SUITReport(decoding: refusal.bytes.span, base: 9)
    }
    #expect(error == DecodeError(refusal.error.reason, at: 9 + refusal.error.offset))
  }
}
