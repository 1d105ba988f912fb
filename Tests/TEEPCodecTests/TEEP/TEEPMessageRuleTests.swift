import TEEPCodec
import TEEPTestSupport
import Testing

/// What is refused in a TEEP message, in bytes made by hand from draft-ietf-teep-protocol-26, section 4 and appendix C.
@Suite("TEEPMessage refuses") struct TEEPMessageRuleTests {
  /// The end of a QueryRequest: suites `[[[18, -9]]]`, profiles `[[-16, -9, -29, 1]]`, data items 0.
  private static let validOffers = "81 81 821228 81 842f28381c01 00"

  private func expect(_ refusal: Refusal, numbers: TEEPNumbers = .final) {
    let base = 77
    let error = TEEPCodecTests.refusal { () throws(DecodeError) in
      _ = try TEEPMessage(decoding: refusal.bytes.span, base: base, numbers: numbers)
    }
    #expect(error == DecodeError(refusal.error.reason, at: base + refusal.error.offset))
  }

  @Test(
    "another shape",
    arguments: [
      Refusal("nothing", "", .truncated, at: 0), Refusal("a map", "a0", .unexpectedType, at: 0),
      Refusal("COSE_Sign1, not opened", "d2 84 40 a0 40 40", .unexpectedType, at: 0),
      Refusal("no type", "80", .truncated, at: 1),
      Refusal("a type that is text", "82 61 61 a0", .unexpectedType, at: 1),
      Refusal("type 0", "82 00 a0", .unsupported, at: 1), Refusal("type 6", "82 06 a0", .unsupported, at: 1),
      Refusal("type 260, of which 4 is the last byte", "82 190104 a0", .unsupported, at: 1),
      Refusal("QueryRequest without data items", "84 01 a0 81 81 821228 81 842f28381c01", .wrongCount, at: 0),
      Refusal("QueryResponse with a third element", "83 02 a0 00", .wrongCount, at: 0),
      Refusal("Update with no options", "81 03", .wrongCount, at: 0),
      Refusal("Success with a third element", "83 04 a0 00", .wrongCount, at: 0),
      Refusal("Error without code", "82 05 a0", .wrongCount, at: 0),
      Refusal("Error with a code that is text", "83 05 a0 61 31", .unexpectedType, at: 3),
      Refusal("Error with a negative code", "83 05 a0 20", .unexpectedType, at: 3),
      Refusal("options in an array", "82 04 80", .unexpectedType, at: 2),
      Refusal("bytes behind the message", "82 04 a0 00", .trailingBytes, at: 3),
    ])
  func shape(refusal: Refusal) { expect(refusal) }

  @Test(
    "an option's key",
    arguments: [
      Refusal("text", "82 04 a1 6161 00", .unexpectedType, at: 3),
      Refusal("negative", "82 04 a1 20 00", .unexpectedType, at: 3),
      Refusal("twice", "82 04 a2 0a 6161 0a 6162", .duplicateKey, at: 6),
      Refusal("an unknown one twice", "82 04 a2 1903ff 00 1903ff 00", .duplicateKey, at: 7),
      Refusal("33 options", "82 04 b821" + String(repeating: "00", count: 66), .tooMany, at: 2),
    ])
  func keys(refusal: Refusal) { expect(refusal) }

  /// A byte or text string of `count` bytes.
  private static func string(_ major: UInt8, _ count: Int) -> String {
    let head =
      count < 24
      ? [major << 5 | UInt8(count)]
      : count < 256
        ? [major << 5 | 24, UInt8(count)] : [major << 5 | 25, UInt8(count >> 8), UInt8(count & 255)]
    return (head + [UInt8](repeating: 0x61, count: count)).hexadecimal
  }

  @Test(
    "lengths and values outside of the limits of appendix C, and takes those at the limits",
    arguments: [
      ("token", "82 04 a1 13 ", 2, 8, 64), ("challenge", "83 05 a1 02 ", 2, 8, 512),
      ("msg", "82 04 a1 0a ", 3, 1, 128),
      ("err-msg", "82 03 a1 0b ", 3, 1, 128), ("err-lang", "82 03 a1 15 ", 3, 1, 35),
    ] as [(String, String, UInt8, Int, Int)])
  func limits(name: String, start: String, major: UInt8, least: Int, most: Int) throws {
    let end = start.hasPrefix("83") ? " 01" : ""
    for count in [least - 1, most + 1] {
      expect(Refusal(name, start + Self.string(major, count) + end, .outOfRange, at: 4))
    }
    for count in [least, most] {
      let bytes = [UInt8](hexadecimal: start + Self.string(major, count) + end)
      _ = try TEEPMessage(decoding: bytes.span, numbers: .final)
    }
    expect(Refusal(name, start + Self.string(5 - major, least) + end, .unexpectedType, at: 4))
  }

  @Test(
    "a value of another type or range than the option's",
    arguments: [
      Refusal("msg that is not UTF-8", "82 04 a1 0a 61ff", .invalidUTF8, at: 5),
      Refusal("selected-version above 2^32 - 1", "82 02 a1 05 1b0000000100000000", .outOfRange, at: 4),
      Refusal("an extension above 2^32 - 1", "82 02 a1 08 81 1b0000000100000000", .outOfRange, at: 5),
      Refusal("attestation-payload that is text", "82 02 a1 06 60", .unexpectedType, at: 4),
      Refusal("attestation-payload-format that is bytes", "82 02 a1 0c 40", .unexpectedType, at: 4),
      Refusal("err-code that is negative", "82 03 a1 16 20", .unexpectedType, at: 4),
      Refusal("versions that are a number", "85 01 a1 03 00" + validOffers, .unexpectedType, at: 4),
      Refusal("a version that is text", "85 01 a1 03 81 60" + validOffers, .unexpectedType, at: 5),
      Refusal("no versions", "85 01 a1 03 80" + validOffers, .wrongCount, at: 4),
      Refusal("no freshness mechanisms", "85 01 a1 14 80" + validOffers, .wrongCount, at: 4),
      Refusal("no manifests", "82 03 a1 09 80", .wrongCount, at: 4),
      Refusal("a manifest that is not wrapped", "82 03 a1 09 81 a0", .unexpectedType, at: 5),
      Refusal("no reports", "82 04 a1 12 80", .wrongCount, at: 4),
      Refusal("a report that is not wrapped", "82 04 a1 12 81 a0", .unexpectedType, at: 5),
      Refusal("no unneeded manifests", "82 03 a1 0e 80", .wrongCount, at: 4),
      Refusal("an unneeded manifest that is bytes", "82 03 a1 0e 81 40", .unexpectedType, at: 5),
      Refusal("an unneeded manifest of texts", "82 03 a1 0e 81 81 60", .unexpectedType, at: 6),
      Refusal("claims that are an array", "82 02 a1 07 81 80", .unexpectedType, at: 5),
      Refusal("no requests", "82 02 a1 0d 80", .wrongCount, at: 4),
      Refusal("a request that is an array", "82 02 a1 0d 81 80", .unexpectedType, at: 5),
    ])
  func values(refusal: Refusal) { expect(refusal) }

  @Test(
    "offers of another shape (section 7.1: each operation has two elements)",
    arguments: [
      Refusal("no cipher suite", "85 01 a0 80 81 80 00", .wrongCount, at: 3),
      Refusal("a suite without operation", "85 01 a0 81 80 81 80 00", .wrongCount, at: 4),
      Refusal("an operation of 1 element", "85 01 a0 81 81 8112 81 80 00", .wrongCount, at: 5),
      Refusal("an operation of 3 elements", "85 01 a0 81 81 83122800 81 80 00", .wrongCount, at: 5),
      Refusal("an algorithm that is bytes", "85 01 a0 81 81 821240 81 80 00", .unexpectedType, at: 7),
      Refusal("no profile", "85 01 a0 81 81 821228 80 00", .wrongCount, at: 8),
      Refusal("a profile that is a number", "85 01 a0 81 81 821228 81 00 00", .unexpectedType, at: 9),
      Refusal("data items in a bignum", "85 01 a0 81 81 821228 81 80 c24100", .unexpectedType, at: 10),
    ])
  func offers(refusal: Refusal) { expect(refusal) }

  @Test("the numbers of the other table: types 4 and 5 in one are 5 and 6 in the other")
  func legacy() {
    expect(Refusal("type 4", "82 04 a0", .unsupported, at: 1), numbers: .legacy)
    expect(Refusal("type 5 with a code", "83 05 a0 01", .wrongCount, at: 0), numbers: .legacy)
  }
}
