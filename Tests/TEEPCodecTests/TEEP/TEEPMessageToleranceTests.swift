import TEEPCodec
import TEEPTestSupport
import Testing

/// What a peer may send though this implementation would not, in bytes made by hand.
@Suite("TEEPMessage takes") struct TEEPMessageToleranceTests {
  @Test(
    "and what it says",
    arguments: [
      (
        "options in any order", "82 04 a2 13 480102030405060708 0a 6161",
        ["success", "msg \"a\"", "token h'0102030405060708'"]
      ),
      (
        "unknown options of any value (section 6)",
        "82 04 a3 00 82a0f4 17 fb0000000000000000 1903ff a1617880",
        ["success"]
      ),
      ("options of other messages, unchecked", "82 04 a2 02 00 09 f6", ["success"]),
      (
        "empty lists where they must be there (section 4.3)", "82 02 a2 07 80 08 80",
        ["queryResponse", "tcList: 0", "extList: 0"]
      ),
      ("an empty attestation payload", "82 02 a1 06 40", ["queryResponse", "attestationPayload h''"]),
      ("a code that is not assigned", "83 05 a0 1903e8", ["error", "error code 1000"]),
      (
        "an Update's error", "82 03 a3 16 07 0b 6161 15 626465",
        [
          "update", "errMsg \"a\"", "errLang \"de\"", "errCode 7", "error code 7",
        ]
      ),
      (
        "every data item of 64 bits", "85 01 a0 81 81821228 81842f28381c01 1bffffffffffffffff",
        [
          "queryRequest", "offered cipher suites: 1", "  [[18, -9]]", "offered profiles: 1",
          "  [-16, -9, -29, 1]",
          "requested data items 18446744073709551615",
        ]
      ),
      (
        "suites of several operations and unknown algorithms",
        "85 01 a0 82 82 821228 82 1860 01 81 82 1903e8 3903e7 81 80 00",
        [
          "queryRequest", "offered cipher suites: 2", "  [[18, -9], [96, 1]]", "  [[1000, -1000]]",
          "offered profiles: 1", "  []", "requested data items 0",
        ]
      ),
      (
        "component identifiers of no and of empty segments", "82 03 a1 0e 82 80 8140",
        [
          "update", "unneededManifestList: 2", "  []", "  [h'']",
        ]
      ),
      (
        "extensions and their greatest number", "82 02 a1 08 82 00 1affffffff",
        [
          "queryResponse", "extList: 2", "  0", "  4294967295",
        ]
      ),
    ])
  func takes(what: String, encoded: String, lines: [String]) throws {
    #expect(try Reading.ofMessage([UInt8](hexadecimal: encoded), numbers: .final) == lines)
  }

  @Test("32 options")
  func mostOptions() throws {
    let options = (UInt8(100)..<132).flatMap { [0x18, $0, 0x00] as [UInt8] }
    let bytes: [UInt8] = [0x82, 0x04, 0xB8, 0x20] + options
    #expect(try Reading.ofMessage(bytes, numbers: .final) == ["success"])
  }

  @Test("and gives nothing for a member of another type or of another message")
  func absent() throws {
    let bytes = [UInt8](hexadecimal: "82 04 a1 13 480102030405060708")
    let message = try TEEPMessage(decoding: bytes.span, numbers: .final)
    #expect(message.unsigned(.token) == nil)
    if message.list(.token) != nil { Issue.record("a list") }
    #expect([UInt8](present: message.string(.msg)) == nil)
    #expect(message.errorCode == nil)
    #expect(message.dataItemRequested == [])
  }
}
