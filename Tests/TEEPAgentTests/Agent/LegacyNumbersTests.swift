import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// A TAM that uses the numbers of the drafts before draft-ietf-teep-protocol-24, beside one that uses the registered ones.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct LegacyNumbersTests {
  private let older: TestKey
  private let newer: TestKey

  init() throws { (older, newer) = (try TestKey("K3"), try TestKey("K2")) }

  private func device() throws -> TestDevice {
    var provisioning = try TestProvisioning()
    provisioning.tams = [
      TestProvisioning.Anchor(key: older, uri: "http://a.example/", policy: .speaksLegacyNumbers),
      TestProvisioning.Anchor(key: newer, uri: "http://b.example/"),
    ]
    return try TestDevice(provisioning)
  }

  /// [1, {20: token}, …] of the older TAM, [1, {19: token}, …] of the newer.
  private func request(tokenLabel: String) -> [UInt8] {
    [UInt8](hexadecimal: "85 01 a1 \(tokenLabel) 48 a0a1a2a3a4a5a6a7 \(TestCipherSuite.offer) 02")
  }

  @Test("Each gets a QueryResponse with its own numbers")
  func queryResponse() throws {
    var device = try device()
    let first = try #require(try device.process(older.sign(request(tokenLabel: "14"))))
    let second = try #require(try device.process(newer.sign(request(tokenLabel: "13"))))
    // selected-version is 6 in older drafts and 5 now; tc-list is 8 and 7; the token is 20 and 19.
    #expect(first.hexadecimal == "8202a3" + "0600" + "0880" + "1448a0a1a2a3a4a5a6a7")
    #expect(second.hexadecimal == "8202a3" + "0500" + "0780" + "1348a0a1a2a3a4a5a6a7")
  }

  @Test("An Update is answered with a Success of type 5 or an Error of type 6, and what failed is code 17")
  func update() throws {
    var device = try device()
    var failing = TestEnvelope()
    failing.deviceClass[0] ^= 1
    let failure = try #require(try device.process(older.sign(update(failing.signed(by: device.signer)))))
    #expect(failure[0] == 0x83 && failure[1] == 6 && failure.last == 17)
    let success = try #require(
      try device.process(older.sign(update(TestEnvelope().signed(by: device.signer)))))
    #expect(success[0] == 0x82 && success[1] == 5)
    #expect(try device.contents() == TestEnvelope().payload)
  }

  @Test("The numbers of the one are refused where they come from the other")
  func exchanged() throws {
    var device = try device()
    // What is a token under 19 is a list of reports under the same label of older drafts.
    for (tam, label) in [(older, "13"), (newer, "14")] {
      let answer = try #require(try device.process(tam.sign(request(tokenLabel: label))))
      #expect(answer[0] == 0x83 && answer.last == 1)
    }
  }

  /// [3, {10: [envelope], 20: token}]: manifest-list and token of older drafts.
  private func update(_ envelope: [UInt8]) throws -> [UInt8] {
    let token = TestEnvelope.token
    return try encoded { (cbor) throws(EncodeError) in
      try cbor.array(2)
      try cbor.unsigned(3)
      try cbor.map(2)
      try cbor.unsigned(10)
      try cbor.array(1)
      try cbor.byteString(envelope.span)
      try cbor.unsigned(20)
      try cbor.byteString(token.span)
    }
  }
}
