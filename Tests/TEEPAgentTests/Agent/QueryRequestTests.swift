import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// What an agent answers to a QueryRequest (draft-ietf-teep-protocol-26, sections 4.2, 4.3, 4.6 and 6).
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct QueryRequestTests {
  private static let own = TestCipherSuite.current

  /// A QueryRequest: the encoded options, suites and what is asked for; token and profiles as in the examples.
  private func request(
    options: String = "a1 13 48 0102030405060708", suites: String = Self.own.list, items: String = "00"
  ) -> [UInt8] {
    [UInt8](hexadecimal: "85 01 \(options) \(suites) \(Self.own.profiles) \(items)")
  }

  @Test(
    "Each refusal has its code and the fields that the code demands",
    arguments: [
      // No version 0: ERR_UNSUPPORTED_MSG_VERSION with versions [0].
      ("a2 03 81 01 13 48 0102030405060708", own.list, "00", "03 81 00", "04"),
      // The other suite alone: ERR_UNSUPPORTED_CIPHER_SUITES with the own one.
      ("a1 13 48 0102030405060708", TestCipherSuite.other.list, "00", "01" + own.list, "05"),
      // Attestation: this agent has no evidence.
      ("a0", own.list, "01", "", "02"),
    ])
  func refusals(_ options: String, _ suites: String, _ items: String, _ field: String, _ code: String) throws
  {
    var device = try TestDevice()
    let answer = try #require(
      try device.process(signing: request(options: options, suites: suites, items: items)))
    #expect(answer.hexadecimal.hasPrefix("8305"))
    #expect(answer.hexadecimal.contains([UInt8](hexadecimal: field).hexadecimal))
    #expect(answer.hexadecimal.hasSuffix(code))
    let hasToken = options.contains("0102030405060708")
    #expect(answer.hexadecimal.contains("13480102030405060708") == hasToken)
  }

  @Test(
    "A device without a clock refuses attestation by timestamp alone, and says what it offers",
    .inThisProcess("clock that is absent"))
  func withoutClock() throws {
    // ERR_UNSUPPORTED_FRESHNESS_MECHANISMS with [0].
    try refusals("a1 14 81 01", Self.own.list, "01", "14 81 00", "03")
  }

  @Test("Suites with several operations or other types are passed over (section 7.1)")
  func unknownSuites() throws {
    var device = try TestDevice()
    let own = Self.own.list.dropFirst(3)
    let suites = "83 82 82 12 28 82 10 01 81 82 1862 28 \(own)"
    let answer = try device.process(signing: request(suites: suites))
    #expect(answer?.hexadecimal == "8202a20500" + "13480102030405060708")
  }

  @Test("A request without a token gets a response without one (section 4.1.1)")
  func noToken() throws {
    var device = try TestDevice()
    #expect(try device.process(signing: request(options: "a0"))?.hexadecimal == "8202a10500")
  }

  @Test("Extensions that are asked for are an empty list, which has to be there (section 4.3)")
  func extensions() throws {
    var device = try TestDevice()
    let answer = try device.process(signing: request(options: "a0", items: "04"))
    #expect(answer?.hexadecimal == "8202a205000880")
  }

  @Test("Unknown options are passed over; an unknown type and a QueryResponse are refused")
  func unknown() throws {
    var device = try TestDevice()
    let known = try device.process(signing: request(options: "a1 1818 f5"))
    #expect(known?.hexadecimal == "8202a10500")
    let type = try device.process(signing: [UInt8](hexadecimal: "82 06 a0"))
    #expect(type?[1] == 5 && type?.last == 1)
    let response = try device.process(signing: [UInt8](hexadecimal: "82 02 a1 05 00"))
    #expect(response?[1] == 5 && response?.last == 1)
  }
}
