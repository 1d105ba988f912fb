import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// What the broker sees of a message (draft-ietf-teep-protocol-26, section 4).
@Suite struct MessageSummaryTests {
  @Test(
    "signed messages are named, however they are signed",
    .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"),
    arguments: [
      ("1a-query_request-token.sign-both.cose", "QueryRequest"),
      ("1b-query_request-challenge.sign1-ed25519.cose", "QueryRequest"),
      ("2b-query_response-tclist.sign1-esp256.cose", "QueryResponse"),
      ("3a-update-integrated.sign1-esp256.cose", "Update"),
      ("4b-success-report.sign1-esp256.cose", "Success"),
    ])
  func names(_ file: String, _ name: String) throws {
    let summary = MessageSummary(try Vectors.bytes("signed/\(file)"))
    #expect(summary.name == name)
    #expect(summary.complaint == nil)
  }

  @Test(
    "legacy numbers are read too", .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"),
    arguments: [
      ("query_request", "QueryRequest"), ("query_response", "QueryResponse"), ("update", "Update"),
      ("teep_success", "Success"), ("teep_error", "Error"),
    ])
  func legacy(_ file: String, _ name: String) throws {
    for numbers in ["final", "legacy"] {
      let payload = try Vectors.bytes("teep-\(numbers)-\(file).cbor")
      #expect(MessageSummary(Self.signed(payload)).name == name, "\(numbers)")
    }
  }

  @Test("an Error, and an Update that refuses, say what is wrong in one line")
  func complaints() {
    // [5, {11: "a⏎b"}, 11] and [3, {22: 7}].
    let error = Self.signed([0x83, 0x05, 0xA1, 0x0B, 0x63, 0x61, 0x0A, 0x62, 0x0B])
    #expect(MessageSummary(error).complaint == "error 11, a?b")
    let update = Self.signed([0x82, 0x03, 0xA1, 0x16, 0x07])
    #expect(MessageSummary(update).complaint == "error 7")
  }

  @Test(
    "what is no TEEP message is unknown",
    arguments: [[], [0x00], [0xD2, 0x84], [0xFF], Array("<html>".utf8)] as [[UInt8]])
  func unknown(_ bytes: [UInt8]) {
    #expect(MessageSummary(bytes).name == "unknown")
    #expect(MessageSummary(Self.signed(bytes)).name == "unknown")
  }

  /// COSE_Sign1 around a payload, with no header parameters and an empty signature (RFC 9052, section 4.2).
  private static func signed(_ payload: [UInt8]) -> [UInt8] {
    let length = [0x59, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    let short = payload.count < 24 ? [0x40 + UInt8(payload.count)] : [0x58, UInt8(clamping: payload.count)]
    return [0xD2, 0x84, 0x40, 0xA0] + (payload.count < 256 ? short : length) + payload + [0x40]
  }
}
