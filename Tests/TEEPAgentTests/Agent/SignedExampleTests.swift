import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// The signed examples: whole messages that another implementation made.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct SignedExampleTests {
  @Test(
    "A QueryRequest with a token is answered with it, the selected version and an empty tc-list",
    arguments: ["sign1-\(TestCipherSuite.current)", "sign-both"])
  func queryRequest(_ signature: String) throws {
    var device = try TestDevice()
    let answer = try device.process(Vectors.bytes("signed/1a-query_request-token.\(signature).cose"))
    // [2, {5: 0, 7: [], 19: token}]
    #expect(answer?.hexadecimal == "8202a30500078013" + "50a0a1a2a3a4a5a6a7a8a9aaabacadaeaf")
  }

  @Test("An Update with an integrated payload ends in the Success and the report of the examples")
  func integratedUpdate() throws {
    var device = try TestDevice()
    let answer = try device.process(Vectors.signed("3a-update-integrated"))
    #expect(try answer == Vectors.bytes("signed/4b-success-report.payload.cbor"))
    #expect(try device.contents() == Vectors.bytes("teep-appendixE-8d82573a.ta"))
    try device.restart()
    #expect(try device.contents() == Vectors.bytes("teep-appendixE-8d82573a.ta"))
  }

  @Test("After the Update the tc-list names the component and its digest")
  func inventory() throws {
    var device = try TestDevice()
    _ = try device.process(Vectors.signed("3a-update-integrated"))
    let answer = try device.process(Vectors.signed("1a-query_request-token"))
    let example = try Vectors.bytes("signed/2b-query_response-tclist.payload.cbor")
    // The example's claims have no size (14); this agent adds it, so the map has one pair more.
    let claims = Array(example[8..<90])
    let expected =
      [UInt8](hexadecimal: "8202a305000781a3") + claims + [UInt8](hexadecimal: "0e14") + example[90...]
    #expect(answer?.hexadecimal == expected.hexadecimal)
  }

  @Test("An Update that unneeds the manifest removes it and its component")
  func unlink() throws {
    var device = try TestDevice()
    _ = try device.process(Vectors.signed("3a-update-integrated"))
    let answer = try device.process(Vectors.signed("3b-update-unlink"))
    #expect(try answer == Vectors.bytes("signed/4a-success.payload.cbor"))
    #expect(try device.contents() == nil)
    try device.restart()
    #expect(try device.contents() == nil)
  }

  @Test("An Update that carries only an err-code gets no answer")
  func errorCodeOnly() throws {
    var device = try TestDevice()
    #expect(try device.process(Vectors.signed("3c-update-error")) == nil)
  }

  @Test(
    "Messages signed with an algorithm that no anchor has get ERR_BAD_CERTIFICATE",
    arguments: ["1a-query_request-token", "3a-update-integrated", "3b-update-unlink"])
  func otherAlgorithm(_ name: String) throws {
    var device = try TestDevice()
    let answer = try device.process(Vectors.signed(name, by: .other))
    #expect(answer?.first == 0x83 && answer?[1] == 5 && answer?.last == 6)
  }
}
