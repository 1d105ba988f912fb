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

  @Test(
    "A QueryRequest with a challenge is answered with evidence that has it",
    arguments: ["sign1-\(TestCipherSuite.current)", "sign-both"])
  func challenge(_ signature: String) throws {
    var provisioning = try TestProvisioning()
    provisioning.attestationKey = try TestKey("K2")
    var device = try TestDevice(provisioning)
    let answer = try #require(
      try device.process(Vectors.bytes("signed/1b-query_request-challenge.\(signature).cose")))
    let evidence = try TEEPMessage(decoding: answer.span, numbers: .final).string(.attestationPayload)
    let payload = try #require(try TestKey("K2").open([UInt8](present: evidence)))
    #expect([UInt8](present: try EATClaims(decoding: payload.span).nonce) == Array(0xC0...0xDF))
  }

  private static let agentMessages = [
    "2a-query_response-requested", "2b-query_response-tclist", "4a-success", "4b-success-report",
    "5a-error-manifest", "5b-error-ciphersuites", "5c-error-attest-required",
  ]

  @Test(
    "An agent's own messages come from no TAM, and a TAM may not send such ones", arguments: agentMessages)
  func responses(_ name: String) throws {
    var device = try TestDevice()
    let own = try device.process(Vectors.signed(name))
    #expect(own?.first == 0x83 && own?[1] == 5 && own?.last == 6)
    let foreign = try device.process(signing: Vectors.bytes("signed/\(name).payload.cbor"))
    #expect(foreign?.first == 0x83 && foreign?[1] == 5 && foreign?.last == 1)
  }

  @Test(
    "What nobody signed is refused, whoever would have sent it",
    arguments: agentMessages + [
      "1a-query_request-token", "1b-query_request-challenge", "3a-update-integrated", "3b-update-unlink",
      "3c-update-error",
    ])
  func plain(_ name: String) throws {
    var device = try TestDevice()
    let answer = try device.process(Vectors.bytes("signed/\(name).payload.cbor"))
    #expect(answer?.first == 0x83 && answer?[1] == 5 && answer?.last == 1)
    #expect(try device.contents() == nil)
  }
}
